// What Odette hears and thinks, in figures and in words; and what people should know.

import { AlertList } from "./alerts.js";
import { Conductor } from "./conductor.js";
import { html, Watching } from "./html.js";
import { Menu } from "./house.js";
import { Laid } from "./laid.js";
import { t } from "./language.js";
import { show } from "./show.js";
import { percent, thought } from "./words.js";
import { kindOf, timeIn } from "./scoreless.js";

const QUIETEST = -60; // dB, the left end of the meter

export class Head extends Watching {
  topics = ["state", "line"];

  render() {
    const { state } = show;
    if (state === null) return html`<header class="head"><${Menu} /><h1>Odette</h1></header>`;
    const held = state.mode === "held";
    return html`<header class="head">
      <${Menu} />
      <h1>${state.show.title} <small>${state.show.venue}</small></h1>
      <p class="badges">
        ${state.closed && html`<span class="badge loud">${t("running.head.over")}</span>`}
        ${state.rehearsal && html`<span class="badge">${t("running.head.rehearsal")}</span>`}
        ${state.frozen && html`<span class="badge loud">${t("running.head.stopped")}</span>`}
        ${state.blackout && html`<span class="badge loud">${t("running.head.blackout")}</span>`}
        <${Laid} />
        <span class="badge" data-mode=${state.mode}>${t(held ? "running.head.held" : "running.head.auto")}</span>
      </p>
      <ul class="links" aria-label=${t("house.links")}>
        ${state.links.map(
          (link) => html`<li data-up=${link.up} title=${link.detail}>
            ${link.name}${link.up ? "" : html` <b>${t("house.link.down")}</b>${link.detail ? `: ${link.detail}` : ""}`}
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
    if (show.state === null) return html`<p class="banner yet" role="status">${t("house.line.none")}</p>`;
    const silence = Math.floor(show.silence());
    return html`<p class="banner" role="alert">
      ${t("house.line.lost")}
      <span aria-hidden="true"> ${silence ? t("house.line.since", { s: silence }) : ""}</span>
    </p>`;
  }
}

export class Where extends Watching {
  topics = ["now", "line"];

  render() {
    const { position, told } = show.now ?? {};
    const following = position?.following ?? "none";
    const kind = kindOf(show.state?.number);
    const upbeat = show.state?.numbers.find((number) => number.id === position?.number)?.upbeat;
    return html`<section class="where" aria-label=${t("running.where")} data-following=${following}>
      <p class="place">
        ${kind === "score" ? html`<${Place} position=${position} />` : html`<b>${timeIn(show.state.number) || "–"}</b>`}
      </p>
      <p class="words">
        ${kind === "score" ? show.now && thought(position, told, show.time(), upbeat) : t(`running.scoreless.${kind}`)}
      </p>
      <${Meters} position=${position} room=${show.now?.room} />
      <${Conductor} />
    </section>`;
  }
}

function Place({ position }) {
  return html`<b>${position?.where ?? "–"} ${position?.pass && html`<small>${t("running.pass", position)}</small>`}</b>
    ${position && html`<${Tempo} position=${position} />`}`;
}

/** The tempo, counted in what a conductor beats. */
function Tempo({ position }) {
  const tempo = Math.round(position.tempo / position.unit);
  return html`<span class="tempo" role="img" aria-label=${t("running.tempo", { tempo })}>
    <${Note} quarters=${position.unit} /> = <b>${tempo}</b>
  </span>`;
}

/** A note of this length: hollow from a half on, with a flag below a quarter, with its dot where it has one. */
function Note({ quarters }) {
  const dotted = Number.isInteger(Math.log2(quarters / 1.5));
  const plain = dotted ? quarters / 1.5 : quarters;
  return html`<svg class="note" viewBox="0 0 16 24" aria-hidden="true">
    <ellipse cx="5" cy="19" rx="4.2" ry="3" class=${plain >= 2 ? "hollow" : ""} transform="rotate(-20 5 19)" />
    ${plain < 4 && html`<path d="M9 18V2" />`} ${plain < 1 && html`<path d="M9 2q1 5 5 7" />`}
    ${dotted && html`<circle cx="13" cy="19" r="1.6" />`}
  </svg>`;
}

function Meters({ position, room }) {
  const sound = room ? Math.min(Math.max(1 - room.level / QUIETEST, 0), 1) : 0;
  return html`<dl class="meters">
    <dt>${t("running.where.sure")}</dt>
    <dd>
      <i class="bar" style=${{ "--part": position?.confidence ?? 0 }}></i>
      ${position ? percent(position.confidence) : "–"}
    </dd>
    <dt>${heard(room)}</dt>
    <dd>
      <i class="bar" style=${{ "--part": sound }}></i>
      ${room ? `${Math.round(room.level)} dB` : "–"}
    </dd>
  </dl>`;
}

/** What the room sounds like, in words. */
function heard(room) {
  const kind = t(`running.room.${room?.kind ?? "none"}`);
  return room?.phase && room.phase !== "none" ? `${kind}, ${t(`running.phase.${room.phase}`)}` : kind;
}

/** The title on show, and the alerts. What is called stands where it is read aloud. */
export class News extends Watching {
  render() {
    const title = show.state?.title;
    return html`<section class="news" aria-label=${t("running.news")}>
      <dl>
        <dt>${t("running.news.title")}</dt>
        <dd data-none=${!title}>${title || t("running.news.none")}</dd>
      </dl>
      <${AlertList} />
    </section>`;
  }
}
