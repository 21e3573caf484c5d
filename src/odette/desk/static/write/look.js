// One look, to be written: a row for each role it names. What it does not name stays as it is on the stage.

import { Component, html } from "../html.js";
import { t } from "../language.js";
import { book } from "./book.js";
import { filters, shownAs } from "./colours.js";
import { same } from "./cue.js";
import { typed } from "./fields.js";
import { rolesOf } from "./form.js";
import { live } from "./stage.js";

const SPOKEN = ["level", "colour", "position", "beam", "effect"];
const PARAMETERS = [
  ...["pan", "tilt", "zoom", "edge", "iris", "frost", "strobe", "gobo", "gobo angle", "gobo rotation"],
  ...["prism", "prism rotation", "colour wheel"],
];

/** What a role says, as a table. */
function parts(value) {
  return typeof value === "object" && value !== null ? value : { level: value };
}

/** What a role says, as short as the book writes it. */
function short(table) {
  const keys = Object.keys(table);
  return keys.length === 1 && keys[0] === "level" && typeof table.level === "number" ? table.level : table;
}

/**
 * `name`, and `look` as it stands in the book. Calls `save(look)`, which gives what book.edit gives, and `adopted()`
 * where it took over what others wrote meanwhile.
 */
export class Look extends Component {
  state = { look: this.props.look, faults: [], busy: false };

  componentDidMount() {
    this.stop = live.watch(() => this.setState({}));
    live.follow(this.state.look);
  }

  componentWillUnmount() {
    this.stop();
  }

  componentDidUpdate(before) {
    // Others may have written it meanwhile; what was not touched here follows them.
    if (before.look !== this.props.look && same(before.look, this.state.look)) {
      this.adopt();
      this.props.adopted();
    }
  }

  /** What stands in the book now, in place of what was written here. */
  adopt() {
    this.setState({ look: this.props.look, faults: [] });
    live.follow(this.props.look);
  }

  dirty() {
    return !same(this.props.look, this.state.look);
  }

  put(look) {
    this.setState({ look, faults: [] });
    live.follow(look);
  }

  set(role, key, value) {
    const { [key]: _, ...others } = parts(this.state.look[role]);
    const table = value === null || value === "" ? others : { ...parts(this.state.look[role]), [key]: value };
    this.put({ ...this.state.look, [role]: short(table) });
  }

  remove(role) {
    const { [role]: _, ...others } = this.state.look;
    this.put(others);
  }

  async save() {
    this.setState({ busy: true });
    const { faults = [], dropped } = await this.props.save(this.state.look);
    this.setState({ busy: false, faults });
    if (dropped) this.adopt();
  }

  toggle() {
    if (live.on) live.end();
    else live.begin(this.state.look);
  }

  render({ name, editable, lit }, { look, faults, busy }) {
    const left = rolesOf(book.data).filter((role) => !(role in look));
    const dirty = this.dirty();
    return html`<form
      class="look"
      aria-label=${t("write.look.of", { name })}
      onSubmit=${(event) => {
        event.preventDefault();
        this.save();
      }}
    >
      <div class="stage-switch" data-on=${live.on}>
        <button
          type="button"
          role="switch"
          aria-checked=${live.on}
          disabled=${!lit}
          onClick=${() => this.toggle()}
        >
          <i aria-hidden="true"></i> ${t("write.look.onstage")}
        </button>
        <p role="status">${live.on ? t("write.look.live", { name }) : live.why || t("write.look.blind")}</p>
      </div>
      ${faults.length > 0 &&
      html`<ul class="fault" role="alert">
        ${faults.map((fault) => html`<li>${fault.found}; ${fault.wanted}</li>`)}
      </ul>`}
      <div class="roles">
        ${Object.keys(look).map(
          (role) => html`<${Role}
            key=${role}
            role=${role}
            table=${parts(look[role])}
            off=${!editable}
            set=${(key, value) => this.set(role, key, value)}
            remove=${() => this.remove(role)}
          />`,
        )}
      </div>
      ${editable &&
      html`<${NewRole} left=${left} add=${(role) => this.put({ ...look, [role]: 50 })} />
        <footer>
          <span>${dirty ? t("write.look.changed") : ""}</span>
          <button type="button" disabled=${!dirty} onClick=${() => this.adopt()}>${t("write.leave")}</button>
          <button type="submit" class="strong save" disabled=${busy || !dirty || Object.keys(look).length === 0}>
            ${busy ? t("write.saving") : t("write.save")}
          </button>
        </footer>`}
    </form>`;
  }
}

/** Another role for the look: one that the show knows, or a new name. */
class NewRole extends Component {
  state = { name: "" };

  add(event) {
    event.preventDefault();
    const name = this.state.name.trim();
    if (!name) return;
    this.setState({ name: "" });
    this.props.add(name);
  }

  render({ left }, { name }) {
    return html`<div class="new-role">
      <label class="field">
        <span>${t("write.look.role")}</span>
        <input
          type="text"
          list="roles-left"
          autocomplete="off"
          value=${name}
          onInput=${(event) => this.setState({ name: event.target.value })}
          onKeyDown=${(event) => event.key === "Enter" && this.add(event)}
        />
      </label>
      <datalist id="roles-left">${left.map((role) => html`<option value=${role} />`)}</datalist>
      <button type="button" disabled=${!name.trim()} onClick=${(event) => this.add(event)}>${t("write.add")}</button>
    </div>`;
  }
}

function Role({ role, table, off, set, remove }) {
  const palettes = book.data.palettes ?? {};
  const others = PARAMETERS.filter((name) => table[name] !== undefined);
  const named = Object.keys(palettes.position ?? {}).filter((name) => palettes.position[name][role] !== undefined);
  return html`<fieldset class="role" aria-label=${role}>
    <header>
      <b>${role}</b>
      <button
        type="button"
        class="small"
        disabled=${off}
        aria-label=${t("write.look.without", { role })}
        onClick=${remove}
      >
        ${t("write.remove")}
      </button>
    </header>
    <${Level} ...${{ role, table, off, set }} />
    <${Colour} ...${{ role, table, off, set }} palette=${palettes.colour ?? {}} />
    ${(named.length > 0 || table.position !== undefined) &&
    html`<${Named} ...${{ role, table, off, set }} name="position" names=${named} />`}
    ${(Object.keys(palettes.beam ?? {}).length > 0 || table.beam !== undefined) &&
    html`<${Named} ...${{ role, table, off, set }} name="beam" names=${Object.keys(palettes.beam ?? {})} />`}
    ${(Object.keys(book.data.effects ?? {}).length > 0 || table.effect !== undefined) &&
    html`<${Named} ...${{ role, table, off, set }} name="effect" names=${Object.keys(book.data.effects ?? {})} />`}
    <details open=${others.length > 0 || undefined}>
      <summary>${t("write.look.more")}</summary>
      <div class="row">
        ${PARAMETERS.map(
          (name) => html`<label class="field">
            <span>${t(`write.parameter.${name}`)}</span>
            <input
              type="text"
              disabled=${off}
              value=${table[name] ?? ""}
              onInput=${(event) => set(name, typed(event.target.value))}
            />
          </label>`,
        )}
      </div>
    </details>
  </fieldset>`;
}

function Level({ role, table, off, set }) {
  const level = table.level;
  return html`<div class="level">
    <label class="field">
      <span>${t("write.look.level")}</span>
      <input
        type="text"
        inputmode="decimal"
        aria-label=${t("write.look.level.of", { role })}
        disabled=${off}
        value=${level ?? ""}
        placeholder="–"
        onInput=${(event) => set("level", typed(event.target.value))}
      />
    </label>
    <input
      type="range"
      min="0"
      max="100"
      aria-label=${t("write.look.slider.of", { role })}
      disabled=${off}
      data-none=${level === undefined}
      value=${typeof level === "number" ? level : 0}
      onInput=${(event) => set("level", Number(event.target.value))}
    />
  </div>`;
}

function Colour({ role, table, off, set, palette }) {
  const swatch = shownAs(table.colour, palette);
  return html`<div class="colour">
    <label class="field">
      <span>${t("write.look.colour")}</span>
      <input
        type="text"
        list="colours"
        autocomplete="off"
        aria-label=${t("write.look.colour.of", { role })}
        disabled=${off}
        placeholder="–"
        value=${table.colour ?? ""}
        onInput=${(event) => set("colour", event.target.value.trim())}
      />
    </label>
    <input
      type="color"
      class="swatch"
      data-none=${swatch === ""}
      aria-label=${t("write.look.swatch.of", { role })}
      disabled=${off}
      value=${swatch || "#000000"}
      onInput=${(event) => set("colour", event.target.value)}
    />
  </div>`;
}

/** One of the names that the palettes or the effects have. */
function Named({ table, off, set, name, names }) {
  const chosen = table[name] ?? "";
  const all = [...new Set([...names, ...(chosen ? [chosen] : [])])];
  return html`<label class="field">
    <span>${t(`write.look.${name}`)}</span>
    <select disabled=${off} value=${chosen} onChange=${(event) => set(name, event.target.value)}>
      <option value=""></option>
      ${all.map((entry) => html`<option value=${entry}>${entry}</option>`)}
    </select>
  </label>`;
}

/** What may be written for a colour: for every colour's field. */
export function ColourNames() {
  return html`<datalist id="colours">
    ${[...Object.keys(book.data?.palettes?.colour ?? {}), ...filters()].map((name) => html`<option value=${name} />`)}
  </datalist>`;
}
