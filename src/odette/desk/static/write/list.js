// All cues beside the score: found by number, by words, by department.

import { Component, createRef, html } from "../html.js";
import { t } from "../language.js";
import { INITIALS } from "../words.js";
import { book } from "./book.js";
import { triggerOf, written } from "./cue.js";

const DEPARTMENTS = ["lights", "titles", "messages", "calls", "machinery"];

/** What sets a cue off, short. */
export function whenOf(cue) {
  const table = written(cue);
  const kind = triggerOf(table);
  if (kind === "at") return table.at;
  if (kind === "clock") return table.clock;
  if (kind === "called") return "GO";
  const after = table.after ? ` +${typeof table.after === "number" ? `${table.after} s` : table.after}` : "";
  if (kind.startsWith("on:")) return `${t(`write.short.on.${table.on}`)}${after}`;
  return `${t(`write.short.${kind}`, { cue: table[kind] })}${after}`;
}

/** What a cue is called: its name, else what it does. */
export function nameOf(cue) {
  const does = written(cue);
  return cue.name || does.look || does.text || (does.address ? `${does.to} ${does.address}` : t("write.title.out"));
}

function found(cue, words, department) {
  if (department && cue.department !== department) return false;
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return true;
  if (/^[\d.]+$/.test(wanted)) return cue.number.startsWith(wanted) || whenOf(cue).startsWith(wanted);
  const all = [...Object.values(written(cue)), t(`house.department.${cue.department}`), whenOf(cue)];
  return all.some((value) => typeof value === "string" && value.toLowerCase().includes(wanted));
}

/** Calls `choose(cue)` for the one wanted and `edit(cue)` to write it. */
export class List extends Component {
  state = { words: "", department: "" };
  rows = createRef();
  words = createRef();

  componentDidMount() {
    this.props.mounted(this);
  }

  componentWillUnmount() {
    this.props.mounted(null);
  }

  componentDidUpdate(before) {
    if (before.chosen === this.props.chosen) return;
    this.rows.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  find() {
    this.words.current?.focus();
    this.words.current?.select();
  }

  keyed(event, shown) {
    if (event.key === "Enter" && shown.length) {
      event.preventDefault();
      this.props.choose(shown[0]);
    }
    if (event.key === "Escape" && this.state.words) {
      event.stopPropagation();
      this.setState({ words: "" });
    }
  }

  render({ chosen, choose, edit }, { words, department }) {
    const cues = book.data?.cues ?? [];
    const used = DEPARTMENTS.filter((name) => cues.some((cue) => cue.department === name));
    const shown = cues.filter((cue) => found(cue, words, department));
    return html`<section class="list" aria-label=${t("write.cues")}>
      <div class="find">
        <input
          ref=${this.words}
          type="search"
          aria-label=${t("write.find")}
          placeholder=${t("write.find")}
          value=${words}
          onInput=${(event) => this.setState({ words: event.target.value })}
          onKeyDown=${(event) => this.keyed(event, shown)}
        />
        <div class="filters" role="group" aria-label=${t("write.departments")}>
          ${used.map(
            (name) => html`<button
              class="small"
              data-department=${name}
              aria-pressed=${department === name}
              aria-label=${t(`house.department.${name}`)}
              title=${t(`house.department.${name}`)}
              onClick=${() => this.setState({ department: department === name ? "" : name })}
            >
              ${INITIALS[name]}
            </button>`,
          )}
        </div>
      </div>
      <p class="counted" role="status">
        ${shown.length === cues.length
          ? t("write.all", { n: cues.length })
          : t("write.some", { n: shown.length, of: cues.length })}
      </p>
      <ol ref=${this.rows}>
        ${shown.map(
          (cue) => html`<${Row} key=${cue.number} ...${{ cue, choose, edit }} chosen=${cue.number === chosen} />`,
        )}
      </ol>
    </section>`;
  }
}

function Row({ cue, chosen, choose, edit }) {
  return html`<li data-department=${cue.department} aria-current=${chosen ? "true" : undefined}>
    <button class="cue" onClick=${() => choose(cue)} onDblClick=${() => edit(cue)}>
      <b class="number"><i>${INITIALS[cue.department]}</i>${cue.number}</b>
      <span class="name">${nameOf(cue)}${cue.note && html`<small>✎ ${cue.note}</small>`}</span>
      <span class="trigger">${whenOf(cue)}</span>
    </button>
    <button class="small edit" aria-label=${t("write.edit.cue", { number: cue.number })} onClick=${() => edit(cue)}>
      ${t("write.edit")}
    </button>
  </li>`;
}
