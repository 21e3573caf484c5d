// The times of a lights cue: as a whole, by family, by role; and the way from one picture to the next.

import { html } from "../html.js";
import { t } from "../language.js";
import { Choice, Figure, Text, typed } from "./fields.js";

const DELAYED = ["intensity", "down", "colour", "focus", "beam"];
const OF_ROLE = ["fade", "up", "down", "delay"];
const CURVES = ["s", "linear"];

export function Times({ form, roles }) {
  const { draft } = form;
  const parted = draft.up !== undefined || draft.down !== undefined;
  const apart = typeof draft.delay === "object";
  const more = ["colour", "focus", "beam", "curve", "roles"].some((key) => draft[key] !== undefined) || apart;
  const faulty = ["colour", "focus", "beam", "curve", "roles"].some((key) => form.faults[key]);
  return html`<fieldset>
    <legend>${t("write.group.times")}</legend>
    <div class="row">
      <${Figure} form=${form} name="fade" hint=${parted ? "" : "3"} off=${form.off || parted} />
      <${Figure} form=${form} name="up" hint="3" off=${form.off || draft.fade !== undefined} />
      <${Figure} form=${form} name="down" hint="3" off=${form.off || draft.fade !== undefined} />
      ${!apart && html`<${Figure} form=${form} name="delay" hint="0" />`}
    </div>
    <details open=${more || faulty || undefined}>
      <summary>${t("write.times.more")}</summary>
      <div class="row">
        <${Figure} form=${form} name="colour" />
        <${Figure} form=${form} name="focus" />
        <${Figure} form=${form} name="beam" />
        <${Curve} form=${form} />
      </div>
      <${Delays} form=${form} />
      <${Roles} form=${form} roles=${roles} />
    </details>
  </fieldset>`;
}

function Curve({ form }) {
  const { curve } = form.draft;
  if (Array.isArray(curve)) {
    return html`<${Text}
      form=${{ ...form, draft: { curve: JSON.stringify(curve) }, set: (_, text) => form.set("curve", points(text)) }}
      name="curve"
    />`;
  }
  return html`<${Choice}
    form=${form}
    name="curve"
    value=${curve ?? "s"}
    choices=${CURVES.map((name) => [name, t(`write.curve.${name}`)])}
    change=${(name) => form.set("curve", name === "s" ? null : name)}
  />`;
}

function points(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A delay of its own for each family, and for levels that fall. */
function Delays({ form }) {
  const { delay } = form.draft;
  const set = (family, text) => {
    const whole = typeof delay === "object" ? delay : {};
    const { [family]: _, ...others } = whole;
    const value = typed(text);
    const changed = value === null ? others : { ...whole, [family]: value };
    form.set("delay", Object.keys(changed).length ? changed : null);
  };
  const off = form.off || (delay !== undefined && typeof delay !== "object");
  return html`<div class="row">
    ${DELAYED.map(
      (family) => html`<label class="field">
        <span>${t("write.delay.of", { family: t(`write.family.${family}`) })}</span>
        <input
          type="text"
          inputmode="decimal"
          disabled=${off}
          value=${typeof delay === "object" ? (delay[family] ?? "") : ""}
          onInput=${(event) => set(family, event.target.value)}
        />
      </label>`,
    )}
  </div>`;
}

/** Roles that go their own way. */
function Roles({ form, roles }) {
  const own = form.draft.roles ?? {};
  const left = roles.filter((role) => !(role in own));
  const put = (changed) => form.set("roles", Object.keys(changed).length ? changed : null);
  const set = (role, key, text) => {
    const { [key]: _, ...others } = own[role];
    const value = typed(text);
    put({ ...own, [role]: value === null ? others : { ...own[role], [key]: value } });
  };
  const remove = (role) => put(Object.fromEntries(Object.entries(own).filter(([name]) => name !== role)));
  return html`<div class="own-times">
    ${Object.entries(own).map(
      ([role, times]) => html`<div key=${role} class="row" role="group" aria-label=${role}>
        <b>${role}</b>
        ${OF_ROLE.map(
          (key) => html`<label class="field">
            <span>${t(`write.field.${key}`)}</span>
            <input
              type="text"
              inputmode="decimal"
              disabled=${form.off}
              value=${times[key] ?? ""}
              onInput=${(event) => set(role, key, event.target.value)}
            />
          </label>`,
        )}
        <button type="button" class="small" disabled=${form.off} onClick=${() => remove(role)}>
          ${t("write.remove")}
        </button>
      </div>`,
    )}
    ${left.length > 0 &&
    html`<label class="field">
      <span>${t("write.times.role")}</span>
      <select
        disabled=${form.off}
        value=""
        onChange=${(event) => event.target.value && put({ ...own, [event.target.value]: { fade: 3 } })}
      >
        <option value=""></option>
        ${left.map((role) => html`<option value=${role}>${role}</option>`)}
      </select>
    </label>`}
  </div>`;
}
