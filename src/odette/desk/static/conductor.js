// Before a number: what the conductor's hands showed last, and the button for who sees the upbeat themselves.

import { html } from "./html.js";
import { onKey } from "./keys.js";
import { t } from "./language.js";
import { may, show } from "./show.js";
import { Seeing } from "./standby.js";
import { acts } from "./transport.js";

const OLD = 30; // seconds after which a sign says nothing any more

export class Conductor extends Seeing {
  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey("u", () => show.press("upbeat")),
      show.watch("you", () => this.setState({})),
      show.watch("notice", () => this.setState({})),
    );
  }

  /** The sign that still counts, else whether a camera watches; null while no number is waited for. */
  seen() {
    const { awaited = false, conducted, links = [] } = show.state ?? {};
    if (!awaited) return null;
    if (conducted && show.time() / 1000 - conducted.at / 1e9 < OLD) return conducted.sign;
    return links.some(({ name, up }) => name === "camera" && up) ? "watched" : "unwatched";
  }

  render() {
    const { notice } = show;
    const sign = this.seen();
    if (sign === null) return null;
    return html`<button
      class="press upbeat"
      data-sign=${sign}
      aria-disabled=${!may("press")}
      aria-keyshortcuts="U"
      data-phase=${notice?.command === "upbeat" ? notice.phase : ""}
      ...${acts(() => show.press("upbeat"))}
    >
      <b>${t("running.command.upbeat")} <kbd>U</kbd></b>
      <small role="status">${t(`running.sign.${sign}`)}</small>
    </button>`;
  }
}
