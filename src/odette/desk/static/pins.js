// Who may use the desk: an editor signs the others out, and at the show's own machine sets the PINs.

import { createRef, html, Watching } from "./html.js";
import { knock } from "./knock.js";
import { t } from "./language.js";

const DEPARTMENTS = ["lights", "titles", "messages", "calls", "machinery"];
const OTHERS = ["editor", "operator", "viewer"].map((role) => ({ role, department: "" }));
const ALL = [...OTHERS, ...DEPARTMENTS.map((department) => ({ role: "department", department }))];

/** `seen`: as from the door; `again()` after a change. */
export class Pins extends Watching {
  topics = [];
  state = { said: "" };

  async ask(path, body, done) {
    const answer = await knock(path, body);
    this.setState({ said: answer.done ? done : answer.why });
    if (answer.done) this.props.again();
    return answer.done;
  }

  render({ seen }, { said }) {
    return html`<section class="pins" aria-label=${t("door.pins")}>
      <h2>${t("door.pins")}</h2>
      ${seen.guarded &&
      html`<button onClick=${() => this.ask("everybody", {}, t("door.everybody.done"))}>${t("door.everybody")}</button>`}
      ${seen.you.local ? this.table(seen) : html`<p>${t("door.pins.there")}</p>`}
      <p role="status">${said}</p>
    </section>`;
  }

  table({ known, guarded }) {
    const offered = guarded ? ALL : ALL.slice(0, 1); // the first PIN is the editor's
    return html`<ul>
      ${offered.map(({ role, department }) => {
        const set = known.some((one) => one.role === role && one.department === department);
        const whose = department ? t(`house.department.${department}`) : t(`door.role.${role}`);
        return html`<${Pin}
          key=${role + department}
          whose=${whose}
          set=${set}
          keep=${(pin) => this.ask("pins", { role, department, pin }, t("door.pin.kept", { whose }))}
          remove=${() => this.ask("pins", { role, department, pin: null }, t("door.pin.removed", { whose }))}
        />`;
      })}
    </ul>`;
  }
}

class Pin extends Watching {
  topics = [];
  field = createRef();

  async keep(event) {
    event.preventDefault();
    if (await this.props.keep(this.field.current.value)) this.field.current.value = "";
  }

  render({ whose, set, remove }) {
    return html`<li>
      <form onSubmit=${(event) => this.keep(event)}>
        <label>
          ${whose} <small>${t(set ? "door.pin.set" : "door.pin.none")}</small>
          <input ref=${this.field} type="password" autocomplete="new-password" maxlength="64" required />
        </label>
        <button type="submit">${t("door.pin.keep")}</button>
        ${set && html`<button type="button" onClick=${remove}>${t("door.pin.remove")}</button>`}
      </form>
    </li>`;
  }
}
