// A number without a score: a spoken scene, a recording. What runs is its time.

import { html } from "./html.js";
import { t } from "./language.js";
import { beatAt } from "./playhead.js";
import { show } from "./show.js";
import { Seeing } from "./standby.js";

/** "score", "recording", "timed" or "free". */
export function kindOf(id) {
  return show.state?.numbers.find((number) => number.id === id)?.kind ?? "score";
}

function clock(s) {
  const whole = Math.max(0, Math.floor(s));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The time that runs in such a number; "" before it has begun. Its beats are seconds. */
export function timeIn(id) {
  const position = show.now?.position;
  if (position?.number === id) return position.following === "waiting" ? "" : clock(beatAt(position, show.time()));
  const part = show.state?.evening?.parts.find(({ number, status }) => number === id && status === "now");
  return part?.began ? clock(show.time() / 1000 - part.began / 1e9) : "";
}

/** In place of the page. */
export class Scoreless extends Seeing {
  seen() {
    return show.live ? timeIn(this.props.number) : "";
  }

  render({ number }) {
    const { kind, end } = show.state.numbers.find(({ id }) => id === number);
    const whole = kind === "free" ? "" : ` / ${clock(end)}`;
    return html`<div class="scoreless" data-kind=${kind}>
      <p class="running"><b>${this.seen() || "–:––"}</b>${whole}</p>
      <p>${t(`running.scoreless.${kind}`)}</p>
    </div>`;
  }
}
