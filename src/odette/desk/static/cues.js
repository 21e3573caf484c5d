// The list of all cues: done, running, standing by, armed, passed over, held; touch one to hold it or let it follow.

import { stage } from "./calling.js";
import { html, Watching, createRef } from "./html.js";
import { onKey } from "./keys.js";
import { spoken, t } from "./language.js";
import { may, show } from "./show.js";
import { Countdown, goes, Seeing, StandingBy } from "./standby.js";
import { describe, INITIALS, late, title } from "./words.js";

const LEFT_ALONE = 10000; // milliseconds for which a list scrolled by hand stays where it is
const UNLIKE = 50; // milliseconds off its time from which a cue says so

class FadeBar extends Watching {
  topics = ["now"];

  render({ cue }) {
    const whole = cue.until - cue.went;
    const part = whole > 0 ? (show.time() * 1e6 - cue.went) / whole : 1;
    return html`<i class="fade" style=${{ transform: `scaleX(${Math.min(Math.max(part, 0), 1)})` }}></i>`;
  }
}

/** Drawn anew only when its cue, its stage or its place in the list has changed: `stamp` says so in one text. */
class Row extends Seeing {
  seen() {
    return stage(this.props.cue);
  }

  shouldComponentUpdate(next) {
    return next.stamp !== this.props.stamp || this.seen() !== this.drawn;
  }

  render({ cue, open, reached, choose }) {
    const said = this.seen();
    const running = cue.status === "running";
    return html`<li
      data-status=${cue.status}
      data-stage=${said}
      data-held=${cue.held}
      data-department=${cue.department}
      aria-current=${cue.status === "standby" ? "true" : undefined}
    >
      ${running && cue.until !== null && cue.went !== null && html`<${FadeBar} cue=${cue} />`}
      <button class="row" tabindex=${reached ? 0 : -1} aria-expanded=${open} onClick=${choose}>
        <b class="number"><i class="letter">${INITIALS[cue.department]}</i>${cue.number}</b>
        <span class="name">${title(cue)} <${StandingBy} who=${cue.acknowledged} /></span>
        <span class="trigger">${cue.where}</span>
        <span class="status">${status(cue, said)}</span>
      </button>
      ${open && html`<${Details} cue=${cue} />`}
    </li>`;
  }
}

function status(cue, said) {
  const off = cue.late !== null && Math.abs(cue.late) >= UNLIKE;
  if (cue.went !== null) return html`${t(`running.status.${cue.status}`)} ${off && html`<small>${late(cue.late)}</small>`}`;
  if (cue.status === "passed") return t("running.status.passed");
  const words = cue.held ? t("running.status.held") : t(`running.status.${cue.status}`);
  return html`${said && html`<em class="said">${t(`running.stage.${said}`)}</em>`} ${cue.held && said && html`<em>${words}</em>`}
    <${Countdown} cue=${cue} fallback=${words} />`;
}

function Details({ cue }) {
  const waits = cue.went === null && cue.status !== "passed";
  const follows = cue.department !== "machinery" && cue.authority !== "called" && cue.where !== "GO";
  return html`<div class="details">
    <p>
      ${describe(cue)}${waits ? `: ${goes(cue)}` : ""}
      ${cue.note && html`<br />${cue.note}`}
    </p>
    ${waits && follows && may("press") && html`<button onClick=${() => toggle(cue)}>${t(hand(cue))}</button>`}
  </div>`;
}

function hand(cue) {
  return cue.held ? "running.cue.follow" : "running.cue.hold";
}

/** Keeps a cue from going by itself, or lets it follow again. */
function toggle(cue) {
  show.press(cue.held ? "follow cue" : "hold cue", cue.number);
}

export class CueList extends Watching {
  topics = ["state", "you"];
  state = { open: null, reached: null };
  list = createRef();
  touchedAt = -Infinity;

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey("Shift+h", () => {
        const cue = show.state?.cues.find(({ number }) => number === show.state.standby);
        if (cue) toggle(cue);
      }),
    );
  }

  componentDidUpdate() {
    const { standby } = show.state ?? {};
    if (standby === this.followed || performance.now() - this.touchedAt < LEFT_ALONE) return;
    this.followed = standby;
    const list = this.list.current;
    const row = list.querySelector("[aria-current]") ?? list.lastElementChild;
    if (row) list.scrollTop = row.offsetTop - list.clientHeight / 3;
  }

  touched() {
    this.touchedAt = performance.now();
  }

  choose(number) {
    this.touched();
    this.setState({ open: this.state.open === number ? null : number, reached: number });
  }

  /** The arrows go from row to row. */
  key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.touched();
    const rows = [...this.list.current.querySelectorAll(".row")];
    const next = rows[rows.indexOf(event.target.closest("li")?.querySelector(".row")) + by];
    next?.focus();
  }

  render(_, { open, reached }) {
    const touched = () => this.touched();
    const { cues = [], standby, mode } = show.state ?? {};
    const first = reached ?? standby ?? cues[0]?.number;
    return html`<section class="cues" aria-label=${t("running.cues")} data-mode=${mode}>
      <ol
        ref=${this.list}
        aria-label=${t("running.cues.all")}
        onWheel=${touched}
        onTouchMove=${touched}
        onKeyDown=${(event) => this.key(event)}
      >
        ${cues.map((cue) => {
          const [opened, here] = [open === cue.number, first === cue.number];
          const stamp = JSON.stringify([cue, opened, here, mode, spoken(), may("press")]);
          const choose = () => this.choose(cue.number);
          return html`<${Row} key=${cue.number} ...${{ cue, stamp, choose }} open=${opened} reached=${here} />`;
        })}
      </ol>
    </section>`;
  }
}
