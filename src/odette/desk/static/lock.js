// The show lock: while a performance runs nothing is edited, until an editor has opened it, asked twice.

import { html, Watching } from "./html.js";
import { t } from "./language.js";
import { show } from "./show.js";

export class Lock extends Watching {
  topics = ["you", "state", "line"];
  state = { asked: false };

  answer(on) {
    this.setState({ asked: false });
    show.lock(on);
  }

  render(_, { asked }) {
    const { you, state } = show;
    const running = you?.locked || (state !== null && !state.rehearsal && !state.closed);
    if (!you?.rights.includes("edit") || !running) return null;
    return html`<section class="lock" aria-label=${t("door.lock")}>
      <p role="status">${t(you.locked ? "door.locked" : "door.unlocked")}</p>
      ${!you.locked && html`<button onClick=${() => show.lock(true)}>${t("door.lock.on")}</button>`}
      ${you.locked && !asked && html`<button onClick=${() => this.setState({ asked: true })}>${t("door.lock.off")}</button>`}
      ${you.locked &&
      asked &&
      html`<p role="alert">${t("door.lock.sure")}</p>
        <button class="strong" onClick=${() => this.answer(false)}>${t("door.lock.yes")}</button>
        <button onClick=${() => this.setState({ asked: false })}>${t("door.lock.no")}</button>`}
    </section>`;
  }
}
