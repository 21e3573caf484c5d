// The engraved score: the page that sounds, a playhead that glides over it, cues at their notes.

import { Asking } from "./asking.js";
import { html, Watching, createRef } from "./html.js";
import { onEscape, onKey } from "./keys.js";
import { t } from "./language.js";
import { anchorAt, barsUnder, beatAt, pageAfter, placeAt } from "./playhead.js";
import { show } from "./show.js";
import { INITIALS } from "./words.js";

const RETRY = 1000; // milliseconds between looks for an engraving that is still being made
const NARROWEST = 760; // pixels: a page is drawn at least so wide, and moved sideways on a phone
const FLAGS = 56; // pixels that a line of music may be moved into view beyond its page, for the flags over it
const SMALLEST = 0.6; // of the width of the view: so far a page shrinks for a tall orchestra to fit
const BROWSING = 20000; // milliseconds after which a page turned by hand gives way to the music
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Score extends Watching {
  topics = ["state", "line"];
  state = { map: null, empty: false, page: 1, browsing: false, asked: null };
  view = createRef();
  sheet = createRef();
  head = createRef();
  shown = null; // where the playhead was last drawn, for gliding over small corrections

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey("PageDown", () => this.turn(1)),
      onKey("PageUp", () => this.turn(-1)),
      onKey("t", () => this.ask([])),
      onEscape(() => this.close()),
    );
    this.resizing = new ResizeObserver(() => this.setState({}));
    this.resizing.observe(this.view.current);
    const frame = () => {
      this.frame = requestAnimationFrame(frame);
      this.follow();
    };
    frame();
  }

  componentWillUnmount() {
    super.componentWillUnmount();
    this.resizing.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.retry);
    clearTimeout(this.returning);
  }

  componentDidUpdate() {
    const number = show.state?.number || show.state?.numbers[0]?.id;
    if (number !== undefined && number !== this.number) this.load(number);
  }

  async load(number) {
    clearTimeout(this.retry);
    this.number = number;
    if (this.state.map !== null) this.setState({ map: null, page: 1, browsing: false, asked: null });
    const response = await fetch(`/score/${encodeURIComponent(number)}/map.json`).catch(() => null);
    const map = response?.ok ? await response.json() : null;
    if (number !== this.number) return;
    if (map === null) this.retry = setTimeout(() => this.load(number), RETRY);
    else if (map.anchors.length === 0) this.setState({ empty: true });
    else {
      this.tallest = {}; // line of each page
      for (const [, page, , top, bottom] of map.anchors) {
        this.tallest[page] = Math.max(this.tallest[page] ?? 0, bottom - top);
      }
      this.setState({ map, page: map.anchors[0][1], empty: false });
    }
  }

  source(page) {
    return `/score/${encodeURIComponent(this.number)}/page-${page}.svg`;
  }

  /** Pixels per unit of the drawing. */
  scale() {
    const { map, page, browsing } = this.state;
    const { clientWidth, clientHeight } = this.view.current;
    const [w, h] = map.size;
    if (browsing) return Math.min(clientWidth / w, clientHeight / h);
    const wide = Math.max(clientWidth, NARROWEST) / w;
    return Math.max(Math.min(wide, (clientHeight - 1.5 * FLAGS) / this.tallest[page]), SMALLEST * wide);
  }

  /** Draws the playhead where the music is now, and turns the page when it has left it. */
  follow() {
    const { map, page, browsing } = this.state;
    const head = this.head.current;
    if (map === null || head === null) return;
    const position = show.now?.position;
    const here = position && position.number === this.number && show.live;
    head.hidden = !here;
    if (!here) return void (this.shown = null);
    const beat = this.glide(beatAt(position, show.time()));
    const place = still.matches ? anchorAt(map, beat) : placeAt(map, beat);
    if (place.page !== page && !browsing) return this.setState({ page: place.page });
    head.hidden = place.page !== page;
    head.dataset.following = position.following;
    const scale = this.scale();
    head.style.height = `${(place.bottom - place.top) * scale}px`;
    head.style.transform = `translate(${place.x * scale}px, ${place.top * scale}px)`;
    if (place.page === page) this.pan(place, scale);
    const next = pageAfter(map, beat);
    if (next !== this.fetched && next !== null) {
      this.fetched = next;
      new Image().src = this.source(next);
    }
  }

  /** A small correction is taken in gently, a jump at once. */
  glide(beat) {
    const time = performance.now();
    const last = this.shown;
    const near = last !== null && Math.abs(beat - last.beat) < 1;
    const part = near ? 1 - Math.exp(-(time - last.time) / 80) : 1;
    this.shown = { beat: near ? last.beat + part * (beat - last.beat) : beat, time };
    return this.shown.beat;
  }

  /** Keeps the playing line in view where the page is larger than the view. */
  pan(place, scale) {
    const { clientWidth, clientHeight } = this.view.current;
    const [w, h] = this.state.map.size.map((side) => side * scale);
    const fits = (place.bottom - place.top) * scale < clientHeight - FLAGS;
    const middle = ((place.top + place.bottom) / 2) * scale;
    const wanted = fits ? 0.52 * clientHeight - middle : FLAGS - place.top * scale;
    const y = h <= clientHeight ? (clientHeight - h) / 2 : within(wanted, clientHeight - h - FLAGS, FLAGS);
    let x = (clientWidth - w) / 2;
    if (w > clientWidth + 1) {
      const at = place.x * scale + (this.x ?? 0);
      const kept = this.x !== undefined && at > 0.08 * clientWidth && at < 0.8 * clientWidth;
      x = kept ? within(this.x, clientWidth - w, 0) : within(0.2 * clientWidth - place.x * scale, clientWidth - w, 0);
    }
    this.x = x;
    this.sheet.current.style.transform = `translate(${x}px, ${y}px)`;
  }

  turn(by) {
    const { map, page } = this.state;
    if (map === null) return;
    this.setState({ page: within(page + by, 1, map.pages), browsing: true });
    clearTimeout(this.returning);
    this.returning = setTimeout(() => this.back(), BROWSING);
  }

  back() {
    clearTimeout(this.returning);
    this.setState({ browsing: false });
  }

  ask(bars) {
    if (this.state.map !== null) this.setState({ asked: bars });
  }

  /** Closes the question, if one is open. */
  close() {
    if (this.state.asked === null) return false;
    this.setState({ asked: null });
    return true;
  }

  touched(event) {
    const { map, page } = this.state;
    const box = this.sheet.current.getBoundingClientRect();
    const scale = this.scale();
    const bars = barsUnder(map, page, (event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
    if (bars.length) this.ask(bars);
  }

  tell(bar, words) {
    show.tell(this.number, bar[0], words);
    this.close();
    this.back();
  }

  flags(scale) {
    const { map, page } = this.state;
    const placed = show.state.cues
      .filter((cue) => cue.in === this.number && cue.beat !== null)
      .map((cue) => ({ cue, place: placeAt(map, cue.beat) }))
      .filter(({ place }) => place.page === page)
      .sort((a, b) => a.place.top - b.place.top || a.place.x - b.place.x);
    const ends = new Map(); // where the last flag of each lane of each line ends
    return placed.map(({ cue, place }) => {
      const x = place.x * scale;
      const lanes = ends.get(place.top) ?? ends.set(place.top, []).get(place.top);
      const free = lanes.findIndex((end) => end <= x);
      const lane = free === -1 ? lanes.length : free;
      lanes[lane] = x + 26 + 10 * cue.number.length;
      return this.flag(cue, x, place.top * scale, (place.bottom - place.top) * scale, lane);
    });
  }

  flag(cue, x, y, height, lane) {
    return html`<div
      key=${cue.number}
      class="flag"
      data-department=${cue.department}
      data-status=${cue.status}
      style=${{ transform: `translate(${x}px, ${y - 24 * (lane + 1)}px)`, height: `${height + 24 * (lane + 1)}px` }}
    >
      <span><i>${INITIALS[cue.department]}</i>${cue.number}</span>
    </div>`;
  }

  drawn() {
    const { map, page } = this.state;
    const scale = this.scale();
    const [w, h] = map.size.map((side) => side * scale);
    const { clientWidth, clientHeight } = this.view.current;
    const y = this.state.browsing || h <= clientHeight ? (clientHeight - h) / 2 : 0;
    const start = `translate(${Math.max(0, (clientWidth - w) / 2)}px, ${y}px)`;
    const moved = this.sheet.current?.style.transform;
    const followed = show.now?.position && !this.state.browsing && moved;
    return html`<div
      class="sheet"
      ref=${this.sheet}
      style=${{ width: `${w}px`, height: `${h}px`, transform: followed ? moved : start }}
      onClick=${(event) => this.touched(event)}
    >
      <img src=${this.source(page)} alt=${t("running.score.alt", { page })} draggable=${false} />
      ${this.flags(scale)}
      <div class="playhead" ref=${this.head} hidden></div>
    </div>`;
  }

  render() {
    const { map, empty, page, browsing, asked } = this.state;
    const nothing = t(empty ? "running.score.empty" : "running.score.engraving");
    const title = show.state?.numbers.find((number) => number.id === this.number)?.title;
    return html`<section class="score" aria-label=${t("running.score")}>
      <div class="view" ref=${this.view}>
        ${map !== null && this.view.current ? this.drawn() : html`<p class="engraving">${title ? nothing : ""}</p>`}
      </div>
      <div class="under">
        <strong>${title ?? ""}</strong>
        ${browsing &&
        html`<button class="small strong" onClick=${() => this.back()}>${t("running.score.back")}</button>`}
        ${map !== null &&
        html`<span class="pages">
          <button class="small" aria-label=${t("running.score.before")} onClick=${() => this.turn(-1)}>‹</button>
          ${t("running.score.page", { page, pages: map.pages })}
          <button class="small" aria-label=${t("running.score.after")} onClick=${() => this.turn(1)}>›</button>
        </span>`}
      </div>
      ${asked !== null &&
      html`<${Asking}
        key=${String(asked[0])}
        map=${map}
        bars=${asked}
        tell=${(bar, words) => this.tell(bar, words)}
        close=${() => this.close()}
      />`}
    </section>`;
  }
}

function within(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
