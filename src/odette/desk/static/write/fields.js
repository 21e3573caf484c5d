// The parts of a form: a value of the prompt book under its name, with what is wrong with it.

import { html } from "../html.js";
import { t } from "../language.js";

/** What people type for a number: the number, or where it is none, their words, for the show to say what is wrong. */
export function typed(text) {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^-?\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : trimmed;
}

function Faults({ id, faults }) {
  if (!faults?.length) return null;
  return html`<span class="fault" role="alert" id=${id}>
    ${faults.map((fault) => html`<span>${fault.found}; ${fault.wanted}</span>`)}
  </span>`;
}

/** The name of a field over its control, and under it what is wrong. `form`: {draft, faults, set(key, value), off}. */
function Field({ form, name, label, children }) {
  const faults = form.faults[name];
  return html`<label class="field" data-faulty=${Boolean(faults?.length)}>
    <span>${label ?? t(`write.field.${name}`)}</span>
    ${children}
    <${Faults} id=${`fault-${name}`} faults=${faults} />
  </label>`;
}

function faulty(form, name) {
  const wrong = Boolean(form.faults[name]?.length);
  return { "aria-invalid": wrong, "aria-describedby": wrong ? `fault-${name}` : undefined };
}

export function Text({ form, name, label, hint = "", off = form.off, first, mode }) {
  return html`<${Field} ...${{ form, name, label }}>
    <input
      type="text"
      name=${name}
      inputmode=${mode}
      autocomplete="off"
      ref=${first}
      disabled=${off}
      placeholder=${hint}
      value=${form.draft[name] ?? ""}
      ...${faulty(form, name)}
      onInput=${(event) => form.set(name, event.target.value)}
    />
  <//>`;
}

export function Figure({ form, name, label, hint = "", off = form.off }) {
  return html`<${Field} ...${{ form, name, label }}>
    <input
      type="text"
      name=${name}
      inputmode="decimal"
      autocomplete="off"
      disabled=${off}
      placeholder=${hint}
      value=${form.draft[name] ?? ""}
      ...${faulty(form, name)}
      onInput=${(event) => form.set(name, event.target.value, true)}
    />
  <//>`;
}

export function Area({ form, name, label, rows = 2 }) {
  return html`<${Field} ...${{ form, name, label }}>
    <textarea
      name=${name}
      rows=${rows}
      disabled=${form.off}
      value=${form.draft[name] ?? ""}
      ...${faulty(form, name)}
      onInput=${(event) => form.set(name, event.target.value)}
    ></textarea>
  <//>`;
}

/** One of `choices`: [[value, words], ...]. */
export function Choice({ form, name, label, choices, value, change, off = form.off }) {
  const chosen = value ?? form.draft[name] ?? "";
  const known = choices.some(([choice]) => choice === chosen) || chosen === "";
  return html`<${Field} ...${{ form, name, label }}>
    <select
      name=${name}
      disabled=${off}
      value=${chosen}
      ...${faulty(form, name)}
      onChange=${(event) => (change ? change(event.target.value) : form.set(name, event.target.value))}
    >
      ${!known && html`<option value=${chosen}>${chosen}</option>`}
      ${choices.map(([choice, words]) => html`<option key=${choice} value=${choice}>${words}</option>`)}
    </select>
  <//>`;
}

export function Flag({ form, name }) {
  return html`<label class="flagged">
    <input
      type="checkbox"
      name=${name}
      disabled=${form.off}
      checked=${form.draft[name] === true}
      onChange=${(event) => form.set(name, event.target.checked)}
    />
    <span>${t(`write.field.${name}`)}<small>${t(`write.means.${name}`)}</small></span>
    <${Faults} id=${`fault-${name}`} faults=${form.faults[name]} />
  </label>`;
}
