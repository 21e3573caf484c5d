// The prompt book as it runs: the cue that stands by, large, and the list of all.

import { html, Watching, createRef } from "./html.js";
import { t } from "./language.js";
import { beatAt } from "./playhead.js";
import { show } from "./show.js";
import { INITIALS, late, seconds, title } from "./words.js";

const SOON = 5; // seconds
const LEFT_ALONE = 10000; // milliseconds for which a list scrolled by hand stays where it is

/** What is left until a cue: {seconds, beats}, each null where it cannot be told. */
function until(cue) {
  const position = show.now?.position;
  const due = show.now?.due[cue.number] ?? null;
  const counted = position && position.number === cue.in && cue.beat !== null && position.following !== "lost";
  const beats = counted && show.live ? Math.ceil(cue.beat - beatAt(position, show.time())) : null;
  return {
    seconds: due === null || !show.live ? null : due / 1e9 - show.time() / 1000,
    beats: beats > 0 ? beats : null,
  };
}

class Countdown extends Watching {
  topics = ["now", "line"];

  render({ cue, fallback }) {
    const left = until(cue);
    if (left.seconds === null && left.beats === null) return html`<span class="count">${fallback}</span>`;
    return html`<span class="count" data-soon=${left.seconds !== null && left.seconds < SOON}>
      ${left.beats !== null && html`<span>${left.beats} ♩</span>`}
      ${left.seconds !== null && html`<b>${seconds(left.seconds)}</b>`}
    </span>`;
  }
}

/** How a cue will go, in words. */
function goes(cue) {
  const alone = cue.department !== "machinery" && cue.authority !== "called" && show.state.mode === "auto";
  const lost = cue.in !== null && show.now?.position?.following === "lost";
  if (!alone || lost) return t("running.goes.go");
  return t(`running.goes.${cue.authority}`);
}

export class Standby extends Watching {
  topics = ["state", "line", "now"];

  render() {
    const { state } = show;
    const cue = state?.cues.find((candidate) => candidate.number === state.standby);
    if (!cue) {
      const words = state ? t("running.standby.none") : "";
      return html`<section class="standby empty" aria-label=${t("running.standby.region")}>${words}</section>`;
    }
    return html`<section class="standby" aria-label=${t("running.standby.region")} data-department=${cue.department}>
      <h2>
        <span>${t("running.standby")} <small>${goes(cue)}</small></span>
        <${Countdown} key=${cue.number} cue=${cue} fallback="" />
      </h2>
      <p class="what">
        <b class="number">${cue.number}</b>
        <span><span class="name">${title(cue)}</span><small>${describe(cue)}</small></span>
      </p>
      ${cue.name && cue.text && html`<p class="text">${cue.text}</p>`}
    </section>`;
  }
}

function describe(cue) {
  const { department, authority, where } = cue;
  return [t(`house.department.${department}`), t(`running.authority.${authority}`), where].filter(Boolean).join(" · ");
}

class FadeBar extends Watching {
  topics = ["now"];

  render({ cue }) {
    const whole = cue.until - cue.went;
    const part = whole > 0 ? (show.time() * 1e6 - cue.went) / whole : 1;
    return html`<i class="fade" style=${{ transform: `scaleX(${Math.min(Math.max(part, 0), 1)})` }}></i>`;
  }
}

function Row({ cue }) {
  const running = cue.status === "running";
  const coming = cue.status === "standby" || cue.status === "armed";
  return html`<li
    data-status=${cue.status}
    data-department=${cue.department}
    aria-current=${cue.status === "standby" ? "true" : undefined}
  >
    ${running && cue.until !== null && cue.went !== null && html`<${FadeBar} cue=${cue} />`}
    <b class="number"><i class="letter">${INITIALS[cue.department]}</i>${cue.number}</b>
    <span class="name">${title(cue)}</span>
    <span class="trigger">${cue.where}</span>
    <span class="status">
      ${coming
        ? html`<${Countdown} cue=${cue} fallback=${t(`running.status.${cue.status}`)} />`
        : html`${t(`running.status.${cue.status}`)} ${cue.late !== null && html`<small>${late(cue.late)}</small>`}`}
    </span>
  </li>`;
}

export class CueList extends Watching {
  list = createRef();
  touchedAt = -Infinity;

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

  render() {
    const touched = () => this.touched();
    return html`<section class="cues" aria-label=${t("running.cues")} data-mode=${show.state?.mode}>
      <ol
        ref=${this.list}
        tabindex="0"
        aria-label=${t("running.cues.all")}
        onWheel=${touched}
        onTouchMove=${touched}
        onKeyDown=${touched}
      >
        ${(show.state?.cues ?? []).map((cue) => html`<${Row} key=${cue.number} cue=${cue} />`)}
      </ol>
    </section>`;
  }
}
