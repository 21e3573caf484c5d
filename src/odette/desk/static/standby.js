// What is read from two metres: what the caller says now, and the cue that stands by.

import { alone, aloud, left, said } from "./calling.js";
import { Component, html, Watching } from "./html.js";
import { t } from "./language.js";
import { called } from "./parts.js";
import { show } from "./show.js";
import { describe, seconds, title } from "./words.js";

const SOON = 5; // seconds

/** Looks at each update, and redraws only when what it shows has changed: `seen()` says it in one text. */
export class Seeing extends Component {
  componentDidMount() {
    const look = () => this.seen() !== this.drawn && this.setState({});
    this.stops = ["now", "line", "state"].map((topic) => show.watch(topic, look));
  }

  componentWillUnmount() {
    this.stops.forEach((stop) => stop());
  }

  componentDidUpdate() {
    this.drawn = this.seen();
  }
}

/** Beats and seconds until a cue, as a text; empty where neither is known. */
export function counted(cue) {
  const { beats, seconds: s } = left(cue);
  return [beats === null ? "" : `${beats} ♩`, s === null ? "" : seconds(s)].join("|");
}

export class Countdown extends Seeing {
  seen() {
    return counted(this.props.cue);
  }

  render({ cue, fallback }) {
    const [beats, s] = this.seen().split("|");
    if (!beats && !s) return html`<span class="count">${fallback}</span>`;
    return html`<span class="count" data-soon=${s && left(cue).seconds < SOON}>
      ${beats && html`<span>${beats}</span>`} ${s && html`<b>${s}</b>`}
    </span>`;
  }
}

/** What the caller says: warn, standby, GO; and the text that is called, large enough to read aloud. */
export class Spoken extends Seeing {
  say() {
    const cues = show.state?.cues ?? [];
    const calls = cues.filter((cue) => cue.department === "calls");
    return { ...said(cues.filter((cue) => cue.department !== "calls")), aloud: called() ?? aloud(calls) };
  }

  seen() {
    return JSON.stringify(this.say());
  }

  render() {
    const { stage, words, aloud: text } = this.say();
    return html`<section class="spoken" aria-label=${t("running.say")} aria-live="polite" data-stage=${stage}>
      ${words && html`<p class="say">${words}</p>`}
      ${text && html`<p class="aloud" data-now=${text.now}>${text.text}</p>`}
      ${!words && !text && html`<p class="none">${t("running.say.nothing")}</p>`}
    </section>`;
  }
}

/** How a cue will go, in words. */
export function goes(cue) {
  if (cue.held) return t("running.goes.held");
  return t(alone(cue) ? `running.goes.${cue.authority}` : "running.goes.go");
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
    const said = cue.name && cue.text && cue.department !== "lights"; // of a light, its name says more than its look
    return html`<section class="standby" aria-label=${t("running.standby.region")} data-department=${cue.department}>
      <h2>
        <span>${t("running.standby")} <small>${goes(cue)}</small></span>
        <${Countdown} key=${cue.number} cue=${cue} fallback="" />
      </h2>
      <p class="what">
        <b class="number">${cue.number}</b>
        <span><span class="name">${title(cue)}</span><small>${describe(cue)}</small></span>
        <${StandingBy} who=${cue.acknowledged} />
      </p>
      ${said && html`<p class="text">${cue.text}</p>`} ${cue.note && html`<p class="note-text">${cue.note}</p>`}
    </section>`;
  }
}

/** Who has said that they stand by. */
export function StandingBy({ who }) {
  return who.length > 0 && html`<span class="ready">✓ ${who.join(", ")}</span>`;
}
