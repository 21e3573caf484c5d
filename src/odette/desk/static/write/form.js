// One cue, to be written: every key of the prompt book, in the groups a stage manager knows.

import { Component, createRef, html } from "../html.js";
import { t } from "../language.js";
import { book } from "./book.js";
import { asFields, changes, same, triggerOf, withTrigger } from "./cue.js";
import { Area, Choice, Figure, Flag, Text, typed } from "./fields.js";
import { Times } from "./times.js";

const DEPARTMENTS = ["lights", "titles", "messages", "calls", "machinery"];
const KEYS = {
  lights: ["look", "fade", "up", "down", "delay", "colour", "focus", "beam", "roles", "curve", "only", "assert"],
  titles: ["text"],
  messages: ["to", "address", "arguments"],
  calls: ["text"],
  machinery: ["text"],
};
KEYS.lights.push("block", "live", "list");
const EVENTS = ["upbeat", "music begins", "music ends", "applause", "applause over", "show opens", "part", "part over"];
const AUTHORITIES = ["called", "assist", "auto"];

/**
 * `cue`: the flat table of a cue, or of one to be made (`fresh`); `base`: the book as it was when this was opened;
 * `at`: where the pen has been put since, as the prompt book writes it, with its number; `now`: the cue as it is now.
 * Calls `save(edits, base)`, which gives what book.edit gives, `close()`, `copy()`, `remove()`, and
 * `renew()` to begin again with the cue as it is now.
 */
export class Form extends Component {
  state = { draft: this.props.cue, faults: {}, other: [], busy: false };
  first = createRef();
  form = createRef();

  componentDidMount() {
    this.first.current?.focus();
  }

  componentDidUpdate(before) {
    const { at, now, cue, renew } = this.props;
    // Others may have changed the cue meanwhile; a form in which nothing was touched follows them.
    if (now && !same(now, cue) && !same(now, before.now) && same(this.state.draft, cue)) return renew();
    if (at && at !== before.at) {
      const draft = withTrigger(this.state.draft, "at");
      this.setState({ draft: { ...draft, at: at.at, ...this.inOf(at.number, draft) } });
    }
  }

  /** `in` is written where the show has more than one number, or where it stood already. */
  inOf(number, draft) {
    return book.numbers().length > 1 || draft.in !== undefined ? { in: number } : {};
  }

  set(key, value, figure = false) {
    const { [key]: _, ...others } = this.state.draft;
    const said = figure ? typed(value) : value;
    const none = said === null || said === false || (said === "" && key !== "text");
    const faults = { ...this.state.faults, [key]: undefined };
    this.setState({ draft: none ? others : { ...this.state.draft, [key]: said }, faults });
  }

  /** Another department keeps what every cue has, and what both departments know. */
  become(department) {
    const { draft } = this.state;
    const foreign = Object.values(KEYS).flat().filter((key) => !KEYS[department].includes(key));
    const kept = Object.fromEntries(Object.entries(draft).filter(([key]) => !foreign.includes(key)));
    const authority = department === "machinery" ? "called" : (kept.authority ?? "called");
    this.setState({ draft: { ...kept, department, authority }, faults: {} });
  }

  dirty() {
    return this.props.fresh || Object.keys(changes(this.props.cue, this.state.draft)).length > 0;
  }

  async save(event) {
    event?.preventDefault();
    const { fresh, cue, base, save, close } = this.props;
    const fields = changes(cue, this.state.draft);
    if (!fresh && Object.keys(fields).length === 0) return close();
    if (this.state.busy) return;
    this.setState({ busy: true });
    const { draft } = this.state;
    const edit = fresh
      ? { do: "add", cue: asFields(changes({}, draft), draft) }
      : { do: "change", cue: cue.number, fields: asFields(fields, draft) };
    const { faults = [] } = await save([edit], base);
    const mine = {};
    const other = [];
    for (const fault of faults) {
      const here = (fault.cue ?? cue.number) === this.state.draft.number && fault.field;
      if (here) (mine[fault.field] ??= []).push(fault);
      else other.push(fault);
    }
    this.setState({ busy: false, faults: mine, other }, () => {
      if (faults.length) this.form.current?.querySelector("[aria-invalid=true]")?.focus();
    });
  }

  render({ fresh, cue, editable, close, copy, remove }, { draft, other, busy, faults }) {
    const form = { draft, faults, off: !editable, set: (...said) => this.set(...said) };
    const heading = fresh ? t("write.form.new") : t("write.form.edit", { number: cue.number });
    return html`<form
      ref=${this.form}
      class="form"
      aria-label=${heading}
      novalidate
      onSubmit=${(event) => this.save(event)}
      data-department=${draft.department}
    >
      <header>
        <h2>${heading}</h2>
        <button type="button" class="small" onClick=${close}>
          ${editable ? t("write.leave") : t("write.close")} <kbd>Esc</kbd>
        </button>
      </header>
      <div class="groups">
        ${other.length > 0 &&
        html`<ul class="fault" role="alert">
          ${other.map((fault) => html`<li>${fault.file}:${fault.line} ${fault.found}; ${fault.wanted}</li>`)}
        </ul>`}
        <fieldset>
          <legend>${t("write.group.cue")}</legend>
          <div class="row">
            <${Text} form=${form} name="number" mode="decimal" off=${form.off || !fresh} />
            <${Choice}
              form=${form}
              name="department"
              choices=${DEPARTMENTS.map((name) => [name, t(`house.department.${name}`)])}
              change=${(department) => this.become(department)}
            />
          </div>
          <${Text} form=${form} name="name" first=${this.first} />
        </fieldset>
        <${When} form=${form} change=${(kind) => this.setState({ draft: withTrigger(draft, kind), faults: {} })} />
        <${Who} form=${form} />
        <${What} form=${form} />
        ${draft.department === "lights" && html`<${Times} form=${form} roles=${rolesOf(book.data)} />`}
        <fieldset>
          <legend>${t("write.group.note")}</legend>
          <${Area} form=${form} name="note" />
        </fieldset>
      </div>
      <footer>
        ${!fresh &&
        editable &&
        html`<button type="button" onClick=${copy}>${t("write.copy")}</button>
          <button type="button" class="bad" onClick=${remove}>${t("write.delete")}</button>`}
        ${editable &&
        html`<button type="submit" class="strong save" disabled=${busy || !this.dirty()}>
          ${busy ? t("write.saving") : t("write.save")}
        </button>`}
      </footer>
    </form>`;
  }
}

/** Every role of the show and of the venue. */
export function rolesOf(data) {
  return Object.keys(data.roles).sort();
}

function When({ form, change }) {
  const { draft } = form;
  const kind = triggerOf(draft);
  const kinds = [
    ["at", t("write.when.at")],
    ...EVENTS.map((event) => [`on:${event}`, t(`write.when.on.${event}`)]),
    ["follow", t("write.when.follow")],
    ["hang", t("write.when.hang")],
    ["clock", t("write.when.clock")],
    ["called", t("write.when.called")],
  ];
  const numbers = book.numbers().map((number) => [number.id, number.title]);
  const before = book.data.cues.filter((cue) => cue.number !== draft.number);
  const named = (cue) => [
    cue.number,
    `${cue.number} ${cue.name || cue.actions?.text?.split("\n")[0] || cue.actions?.look || ""}`,
  ];
  const leaders = (kind === "hang" ? before.filter((cue) => cue.department === "lights") : before).map(named);
  const ofPart = kind.startsWith("on:part");
  const onMusic = kind.startsWith("on:") && kind !== "on:show opens" && !ofPart;
  const inNumber = kind === "at" ? numbers.length > 1 : onMusic;
  return html`<fieldset>
    <legend>${t("write.group.when")}</legend>
    <${Choice} form=${form} name="trigger" value=${kind} choices=${kinds} change=${change} />
    <div class="row">
      ${kind === "at" && html`<${Text} form=${form} name="at" hint="33.2" />`}
      ${kind === "follow" && html`<${Choice} form=${form} name="follow" choices=${[["", ""], ...leaders]} />`}
      ${kind === "hang" && html`<${Choice} form=${form} name="hang" choices=${[["", ""], ...leaders]} />`}
      ${kind === "clock" && html`<${Text} form=${form} name="clock" hint="19:30" />`}
      ${inNumber && html`<${Choice} form=${form} name="in" choices=${[["", t("write.in.any")], ...numbers]} />`}
      ${ofPart &&
      html`<${Choice} form=${form} name="in" label=${t("write.field.part")} choices=${[["", ""], ...book.parts()]} />`}
      ${(kind.startsWith("on:") || kind === "follow" || kind === "hang") &&
      html`<${Figure} form=${form} name="after" hint=${kind.startsWith("on:") ? "0" : t("write.after.hint")} />`}
    </div>
    ${kind === "at" && html`<p class="hint">${t("write.at.hint")}</p>`}
    <${Choice} form=${form} name="again" choices=${[["", ""], ...before.map(named)]} />
  </fieldset>`;
}

function Who({ form }) {
  const { draft } = form;
  const only = draft.department === "machinery" || triggerOf(draft) === "called";
  const chosen = draft.authority ?? "called";
  const why = draft.department === "machinery" ? "write.who.machinery" : "write.who.called";
  return html`<fieldset>
    <legend>${t("write.group.who")}</legend>
    <div class="choices" role="radiogroup" aria-label=${t("write.group.who")}>
      ${AUTHORITIES.map(
        (name) => html`<label class="flagged">
          <input
            type="radio"
            name="authority"
            value=${name}
            checked=${chosen === name}
            disabled=${form.off || (only && name !== "called")}
            onChange=${() => form.set("authority", name)}
          />
          <span>${t(`write.authority.${name}`)}</span>
        </label>`,
      )}
    </div>
    ${only && html`<p class="hint">${t(why)}</p>`}
    ${form.faults.authority?.map((fault) => html`<p class="fault" role="alert">${fault.found}; ${fault.wanted}</p>`)}
  </fieldset>`;
}

function What({ form }) {
  const { department } = form.draft;
  const looks = Object.keys(book.data.looks).map((name) => [name, name]);
  const lists = Object.keys(book.data.lists ?? {}).map((name) => [name, name]);
  return html`<fieldset>
    <legend>${t("write.group.what")}</legend>
    ${department === "lights" &&
    html`<${Choice} form=${form} name="look" choices=${[["", ""], ...looks]} />
      ${lists.length > 0 &&
      html`<${Choice} form=${form} name="list" choices=${[["", t("write.list.main")], ...lists]} />`}
      <div class="choices">
        ${["only", "assert", "block", "live"].map((name) => html`<${Flag} form=${form} name=${name} />`)}
      </div>`}
    ${department === "titles" && html`<${Area} form=${form} name="text" label=${t("write.text.title")} rows=${3} />`}
    ${department === "calls" && html`<${Area} form=${form} name="text" label=${t("write.text.call")} />`}
    ${department === "machinery" && html`<${Area} form=${form} name="text" label=${t("write.text.move")} />`}
    ${department === "messages" &&
    html`<div class="row">
        <${Text} form=${form} name="to" />
        <${Text} form=${form} name="address" hint="/cue/5/start" />
      </div>
      <${Arguments} form=${form} />`}
  </fieldset>`;
}

/** A line for each argument; digits are numbers, unless they stand in quotes. What is typed stays as it is typed. */
class Arguments extends Component {
  state = { text: (this.props.form.draft.arguments ?? []).map(asLine).join("\n") };

  put(text) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    this.setState({ text });
    this.props.form.set("arguments", lines.length ? lines.map((line) => fromLine(line.trim())) : null);
  }

  render({ form }, { text }) {
    const draft = { arguments: text };
    return html`<${Area} form=${{ ...form, draft, set: (_, said) => this.put(said) }} name="arguments" />`;
  }
}

function asLine(value) {
  return typeof value === "string" && typed(value) !== value ? `"${value}"` : String(value);
}

function fromLine(line) {
  return /^".*"$/.test(line) ? line.slice(1, -1) : typed(line);
}
