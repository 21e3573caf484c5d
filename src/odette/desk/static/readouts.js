// What Odette hears and thinks, in figures and in words; and what people should know.

import { html, Watching } from "./html.js";
import { show } from "./show.js";
import { ago, glance, percent } from "./words.js";

const QUIETEST = -60; // dB, the left end of the meter
const FRESH = 15; // seconds for which an alert stands out

export class Head extends Watching {
  topics = ["state", "line"];

  render() {
    const { state } = show;
    if (state === null) return html`<header class="head"><h1>Odette</h1></header>`;
    const held = state.mode === "held";
    return html`<header class="head">
      <h1>${state.show.title} <small>${state.show.venue}</small></h1>
      <p class="badges">
        ${state.closed && html`<span class="badge loud">The run is over</span>`}
        ${state.rehearsal && html`<span class="badge">Rehearsal</span>`}
        ${state.frozen && html`<span class="badge loud">Stopped: GO goes on</span>`}
        ${state.blackout && html`<span class="badge loud">Blackout</span>`}
        <span class="badge" data-mode=${state.mode}>${held ? "Held: you have the show" : "Odette follows"}</span>
      </p>
      <ul class="links" aria-label="Links">
        ${state.links.map(
          (link) => html`<li data-up=${link.up} title=${link.detail}>
            ${link.name}${link.up ? "" : html` <b>down</b>${link.detail ? `: ${link.detail}` : ""}`}
          </li>`,
        )}
      </ul>
    </header>`;
  }
}

/** Says that the page is old, within a second of its being so. */
export class Banner extends Watching {
  topics = ["line"];

  componentDidMount() {
    super.componentDidMount();
    this.counting = setInterval(() => show.live || this.setState({}), 500);
    this.componentDidUpdate();
  }

  componentDidUpdate() {
    document.documentElement.dataset.live = show.live;
  }

  render() {
    if (show.live) return null;
    if (show.state === null) return html`<p class="banner yet" role="status">No connection to the show yet</p>`;
    const silence = Math.floor(show.silence());
    return html`<p class="banner" role="alert">
      No connection to the show: what you see is old <span aria-hidden="true">${silence ? `(${silence} s)` : ""}</span>
    </p>`;
  }
}

export class Where extends Watching {
  topics = ["now", "line"];

  render() {
    const position = show.now?.position;
    const following = position?.following ?? "none";
    const [place, pass] = glance(position?.where || "–");
    return html`<section class="where" aria-label="Where the music is" data-following=${following}>
      <p class="place">
        <b>${place} <small>${pass}</small></b>
        <span class="tempo">${position ? html`♩ = <b>${Math.round(position.tempo)}</b>` : ""}</span>
      </p>
      <p class="words">${position?.words ?? (show.now ? "no number is being listened to" : "")}</p>
      <${Meters} position=${position} room=${show.now?.room} />
    </section>`;
  }
}

function Meters({ position, room }) {
  const sound = room ? Math.min(Math.max(1 - room.level / QUIETEST, 0), 1) : 0;
  return html`<dl class="meters">
    <dt>sure</dt>
    <dd>
      <i class="bar" style=${{ "--part": position?.confidence ?? 0 }}></i>
      ${position ? percent(position.confidence) : "–"}
    </dd>
    <dt>${room?.kind ?? "sound"}</dt>
    <dd>
      <i class="bar" style=${{ "--part": sound }}></i>
      ${room ? `${Math.round(room.level)} dB` : "–"}
    </dd>
  </dl>`;
}

/** The title on show, the word last called, and the alerts, newest first. */
export class News extends Watching {
  componentDidMount() {
    super.componentDidMount();
    this.aging = setInterval(() => this.setState({}), 1000);
  }

  render() {
    const { title, call, alerts } = show.state ?? { title: "", call: "", alerts: [] };
    return html`<section class="news" aria-label="Title, call and alerts">
      <dl>
        <dt>Title</dt>
        <dd data-none=${!title}>${title || "none"}</dd>
        <dt>Called</dt>
        <dd class="call" data-none=${!call}>${call || "nothing"}</dd>
      </dl>
      <ol class="alerts" aria-label="Alerts" aria-live="polite">
        ${alerts.toReversed().slice(0, 4).map((alert) => {
          const age = (show.time() - alert.at / 1e6) / 1000;
          return html`<li key=${`${alert.at} ${alert.text}`} data-fresh=${age < FRESH}>
            ${alert.text} <small>${Number.isNaN(age) ? "" : ago(age)}</small>
          </li>`;
        })}
      </ol>
    </section>`;
  }
}
