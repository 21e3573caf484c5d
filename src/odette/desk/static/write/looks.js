// The looks of the show: a list with where each is used, and the one that is being written.

import { Component, html } from "../html.js";
import { t } from "../language.js";
import { book } from "./book.js";
import { shownAs } from "./colours.js";
import { written } from "./cue.js";
import { rolesOf } from "./form.js";
import { ColourNames, Look } from "./look.js";
import { live } from "./stage.js";

/** The cues that bring a look. */
function cuesWith(look) {
  return book.data.cues.filter((cue) => written(cue).look === look).map((cue) => cue.number);
}

/** The looks that name a role, and the cues that give it times of its own. */
function usesOf(role) {
  const looks = Object.keys(book.data.looks).filter((name) => role in book.data.looks[name]);
  const cues = book.data.cues.filter((cue) => role in (written(cue).roles ?? {})).map((cue) => cue.number);
  return { looks, cues };
}

/** Calls `change(edits, base)`, which gives what book.edit gives. */
export class Looks extends Component {
  state = { chosen: null, base: book.data, words: "", asking: null };

  componentWillUnmount() {
    live.end();
  }

  choose(name) {
    if (name !== this.state.chosen) live.end();
    this.setState({ chosen: name, base: book.data, asking: null });
  }

  async save(name, look) {
    const answer = await this.props.change([{ do: "look", name, look }], this.state.base);
    if (answer.done || answer.dropped) this.setState({ base: book.data });
    return answer;
  }

  async done(edits, chosen) {
    const answer = await this.props.change(edits, book.data);
    if (answer.done) this.setState({ asking: null, chosen, base: book.data });
    return answer;
  }

  render({ editable, lit }, { chosen, words, asking }) {
    const names = Object.keys(book.data.looks).filter((name) => name.toLowerCase().includes(words.toLowerCase()));
    const look = chosen === null ? undefined : book.data.looks[chosen];
    const ask = (what) => this.setState({ asking: what });
    return html`<div class="looks" data-chosen=${look !== undefined}>
      <${ColourNames} />
      <section class="list" aria-label=${t("write.looks")}>
        <div class="find">
          <input
            type="search"
            aria-label=${t("write.look.find")}
            placeholder=${t("write.look.find")}
            value=${words}
            onInput=${(event) => this.setState({ words: event.target.value })}
          />
        </div>
        ${editable &&
        html`<div class="actions">
          <button onClick=${() => ask("new")}>${t("write.look.new")}</button>
          <button onClick=${() => ask("record")}>${t("write.look.record")}</button>
          <button onClick=${() => ask("roles")}>${t("write.roles")}</button>
        </div>`}
        <ol>
          ${names.map((name) => {
            const cues = cuesWith(name);
            return html`<li key=${name} aria-current=${name === chosen ? "true" : undefined}>
              <button class="cue" onClick=${() => this.choose(name)}>
                <${Stripe} look=${book.data.looks[name]} />
                <span class="name">${name}</span>
                <span class="trigger">${brought(cues)}</span>
              </button>
            </li>`;
          })}
        </ol>
      </section>
      <section class="desk" aria-label=${t("write.look")}>
        ${asking !== null &&
        html`<${Asked}
          key=${asking}
          ...${{ asking, chosen }}
          done=${(edits, name) => this.done(edits, name)}
          close=${() => ask(null)}
        />`}
        ${look === undefined
          ? html`<p class="nothing">${t("write.look.choose")}</p>`
          : html`<header>
                <button class="small back" onClick=${() => this.choose(null)}>‹ ${t("write.looks")}</button>
                <h2>${chosen}</h2>
                ${editable &&
                html`<button class="small" onClick=${() => ask("rename")}>${t("write.rename")}</button>
                  <button class="small" onClick=${() => ask("copy")}>${t("write.copy")}</button>
                  <button class="small bad" onClick=${() => ask("delete")}>${t("write.delete")}</button>`}
              </header>
              <${Look}
                key=${chosen}
                ...${{ name: chosen, look, editable, lit }}
                save=${(said) => this.save(chosen, said)}
                adopted=${() => this.setState({ base: book.data })}
              />`}
      </section>
    </div>`;
  }
}

/** A look at a glance: its colours at their levels. */
function Stripe({ look }) {
  const cells = Object.values(look).slice(0, 8);
  return html`<span class="stripe" aria-hidden="true">
    ${cells.map((value) => {
      const { level = 0, colour } = typeof value === "object" ? value : { level: value };
      const shown = shownAs(colour, book.data.palettes?.colour) || "#fff2dd";
      return html`<i style=${{ background: shown, opacity: Math.sqrt(Math.min(Math.max(level, 0), 100) / 100) }}></i>`;
    })}
  </span>`;
}

/** A question with a name to give, and what it will touch. */
class Asked extends Component {
  state = { name: "", role: "", what: "changes", faults: [], busy: false };

  async go(event) {
    event.preventDefault();
    const { asking, chosen, done } = this.props;
    const name = this.state.name.trim();
    const edits = {
      new: [{ do: "look", name, look: { [rolesOf(book.data)[0] ?? "front wash"]: 50 } }],
      record: [{ do: "record", name, what: this.state.what }],
      rename: [{ do: "rename look", from: chosen, to: name }],
      copy: [{ do: "look", name, look: book.data.looks[chosen] }],
      delete: [{ do: "look", name: chosen, look: null }],
      roles: [{ do: "rename role", from: this.state.role, to: name }],
    }[asking];
    this.setState({ busy: true });
    const answer = await done(edits, asking === "delete" ? null : asking === "roles" ? chosen : name);
    this.setState({ busy: false, faults: answer.faults ?? (answer.why ? [{ found: answer.why, wanted: "" }] : []) });
  }

  /** What it will change, in words. */
  touches() {
    const { asking, chosen } = this.props;
    if (asking === "rename") return touched([chosen], cuesWith(chosen));
    if (asking === "delete") {
      const cues = cuesWith(chosen);
      return cues.length ? t("write.look.used", { cues: cues.join(", ") }) : t("write.look.delete.free");
    }
    if (asking === "roles" && this.state.role) {
      const { looks, cues } = usesOf(this.state.role);
      return `${touched(looks, cues)} ${t("write.roles.venue")}`;
    }
    if (asking === "record" && book.data.looks[this.state.name.trim()]) {
      return t("write.look.over", { name: this.state.name.trim() });
    }
    return "";
  }

  render({ asking, chosen, close }, { name, role, what, faults, busy }) {
    const named = asking !== "delete";
    const one = ["rename", "copy", "delete"].includes(asking);
    const ready = (!named || name.trim()) && (asking !== "roles" || (role && role !== name.trim()));
    return html`<form class="asked" aria-label=${t(`write.ask.${asking}`)} onSubmit=${(event) => this.go(event)}>
      <h3>${t(`write.ask.${asking}`)}${one ? `: ${chosen}` : ""}</h3>
      ${asking === "roles" &&
      html`<label class="field">
        <span>${t("write.role")}</span>
        <select
          value=${role}
          onChange=${(event) => this.setState({ role: event.target.value, name: event.target.value })}
        >
          <option value=""></option>
          ${rolesOf(book.data).map((entry) => html`<option value=${entry}>${entry}</option>`)}
        </select>
      </label>`}
      ${asking === "record" &&
      html`<div class="choices" role="radiogroup" aria-label=${t("write.ask.record")}>
        ${["changes", "whole"].map(
          (name) => html`<label class="flagged">
            <input type="radio" name="what" checked=${what === name} onChange=${() => this.setState({ what: name })} />
            <span>${t(`write.record.${name}`)}</span>
          </label>`,
        )}
      </div>`}
      ${named &&
      html`<label class="field">
        <span>${t(asking === "roles" || asking === "rename" ? "write.newname" : "write.name")}</span>
        <input
          type="text"
          autocomplete="off"
          value=${name}
          ref=${(input) => input && !this.focused && ((this.focused = true), input.focus())}
          onInput=${(event) => this.setState({ name: event.target.value, faults: [] })}
        />
      </label>`}
      <p class="touches" role="status">${this.touches()}</p>
      ${faults.length > 0 &&
      html`<ul class="fault" role="alert">
        ${faults.map((fault) => html`<li>${fault.found}${fault.wanted && `; ${fault.wanted}`}</li>`)}
      </ul>`}
      <footer>
        <button type="button" onClick=${close}>${t("write.leave")}</button>
        <button type="submit" class="strong" disabled=${busy || !ready}>
          ${t(`write.do.${asking}`)}
        </button>
      </footer>
    </form>`;
  }
}

/** The cues that bring a look, in words. */
function brought(cues) {
  if (cues.length === 0) return t("write.look.unused");
  return t(cues.length === 1 ? "write.look.in.one" : "write.look.in", { cues: cues.join(", ") });
}

function touched(looks, cues) {
  return t("write.touches", {
    looks: looks.length ? looks.join(", ") : t("write.none"),
    cues: cues.length ? cues.join(", ") : t("write.none"),
  });
}
