// What people have laid over the light by hand, for everybody to see at all times.

import { html, Watching } from "./html.js";
import { t } from "./language.js";
import { show } from "./show.js";
import { percent } from "./words.js";

/** Badges; nothing where nothing is laid over the light. */
export class Laid extends Watching {
  render() {
    const { parked = [], highlighted = "", submasters = {} } = show.state ?? {};
    const low = Object.entries(submasters).filter(([, level]) => level < 1);
    return html`${parked.length > 0 && html`<${Badge}>${t("house.laid.parked", { names: parked.join(", ") })}<//>`}
    ${highlighted && html`<${Badge}>${t("house.laid.highlight", { name: highlighted })}<//>`}
    ${low.map(
      ([name, level]) => html`<${Badge} key=${name}>${t("house.laid.low", { name, level: percent(level) })}<//>`,
    )}`;
  }
}

function Badge({ children }) {
  return html`<a class="badge laid" href="/lights">${children}</a>`;
}
