// The strip of the evening: its numbers, its cues, where we are; touched, it shows another place. And the past tempo.

import { evening, placeOf, xOf } from "./evening.js";
import { html, Watching } from "./html.js";
import { t } from "./language.js";
import { beatAt } from "./playhead.js";
import { show } from "./show.js";
import { Seeing } from "./standby.js";
import { title } from "./words.js";

const STEP = 0.02; // of the evening, for an arrow key
const RANGE = 0.1; // of the tempo: the trace shows at least so much above and below
const SECONDS = 120; // that the trace looks back

const percent = (x) => `${(100 * x).toFixed(2)}%`;

export class Strip extends Watching {
  topics = ["state", "look"];

  lookAt(x) {
    const place = placeOf(this.drawn.numbers, x);
    if (place) show.lookAt(place);
  }

  touched(event) {
    const box = event.currentTarget.getBoundingClientRect();
    this.lookAt((event.clientX - box.left) / box.width);
  }

  key(event) {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    this.lookAt(Math.min(Math.max((this.looked() ?? 0) + by, 0), 1));
  }

  /** Where the eye is: the place looked at, else where we are. */
  looked() {
    const { look } = show;
    return look ? xOf(this.drawn.numbers, look.number, look.beat) : here(this.drawn);
  }

  render() {
    if (show.state === null) return html`<section class="strip"></section>`;
    this.drawn = evening(show.state);
    const { numbers, ticks } = this.drawn;
    const at = this.looked() ?? 0;
    const named = numbers.find(({ from, to }) => from <= at && at <= to);
    return html`<section class="strip" aria-label=${t("running.strip")}>
      <div
        class="evening"
        role="slider"
        tabindex="0"
        aria-label=${t("running.strip.look")}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(100 * at)}
        aria-valuetext=${named?.title ?? ""}
        onClick=${(event) => this.touched(event)}
        onKeyDown=${(event) => this.key(event)}
      >
        ${numbers.map(
          ({ id, title, from, to }) =>
            html`<b key=${id} style=${{ left: percent(from), width: percent(to - from) }}>${title}</b>`,
        )}
        ${ticks.map(
          ({ cue, x }) => html`<i
            key=${cue.number}
            class="tick"
            data-department=${cue.department}
            data-status=${cue.status}
            title=${`${cue.number} ${title(cue)}`}
            style=${{ left: percent(x) }}
          ></i>`,
        )}
        ${show.look && html`<i class="looked" style=${{ left: percent(at) }}></i>`}
        <${Here} drawn=${this.drawn} />
      </div>
      <${Tempi} />
    </section>`;
  }
}

/** Where the music is; where it is not heard, the last cue that went; null: nowhere yet. */
function here({ numbers, ticks }) {
  const position = show.now?.position;
  const known = position && numbers.some(({ id }) => id === position.number);
  if (known && position.following !== "waiting") return xOf(numbers, position.number, beatAt(position, show.time()));
  return ticks.findLast(({ cue }) => cue.went !== null)?.x ?? null;
}

class Here extends Seeing {
  seen() {
    const x = here(this.props.drawn);
    return x === null ? "" : percent(x);
  }

  render() {
    const following = show.now?.position?.following;
    return html`<i class="here" hidden=${!this.seen()} data-following=${following} style=${{ left: this.seen() }}></i>`;
  }
}

/** The tempo of the last two minutes as a thin line, and how far it went. */
class Tempi extends Watching {
  render() {
    const { tempi } = show.state;
    if (tempi.length < 2) return html`<div class="tempi"></div>`;
    const unit = show.now?.position?.unit ?? 1;
    const last = tempi.at(-1)[0];
    const heard = tempi.map(([, tempo]) => tempo);
    const [least, most] = [Math.min(...heard), Math.max(...heard)];
    const middle = (least + most) / 2;
    const half = Math.max(RANGE * middle, (most - least) / 2);
    const points = tempi.map(([at, tempo]) => {
      const x = SECONDS - (last - at) / 1e9;
      return `${x.toFixed(1)},${(50 - (45 * (tempo - middle)) / half).toFixed(1)}`;
    });
    const said = `${Math.round(least / unit)}–${Math.round(most / unit)}`;
    return html`<div class="tempi" role="img" aria-label=${t("running.strip.tempi", { range: said })}>
      <svg viewBox="0 0 120 100" preserveAspectRatio="none"><polyline points=${points.join(" ")} /></svg>
      <small>♩ ${said}</small>
    </div>`;
  }
}
