// The engraved score: the page that sounds, a playhead that glides over it, cues at their notes.

import { Asking, places } from "./asking.js";
import { Flags } from "./flags.js";
import { html, Watching, createRef } from "./html.js";
import { onEscape, onKey } from "./keys.js";
import { t } from "./language.js";
import { numberNext } from "./parts.js";
import { anchorAt, barsUnder, beatAt, beatsUnder, glided, lineStart, pageAfter, placeAt } from "./playhead.js";
import { laid, pulled, scaleOf, usualZoom, within, ZOOMS } from "./sheet.js";
import { kindOf, Scoreless } from "./scoreless.js";
import { may, show } from "./show.js";

const RETRY = 1000; // milliseconds between looks for an engraving that is still being made
const BROWSING = 20000; // milliseconds after which a page turned by hand gives way to the music
const AHEAD = 0.8; // seconds by which the page turns before the music does
const TAP = 8; // pixels within which a touch is none of pulling
const TOLD = 5000; // milliseconds for which a place that was told and found stays marked
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Score extends Watching {
  topics = ["state", "line", "you", "look"];
  // browsing: the music does not move the page; "page": a whole page, turned by hand; "pulled": as it was pulled
  // asked: the places one of which may be told; dragged: the beats under the playhead that is being dragged
  state = { map: null, empty: false, page: 1, browsing: "", zoom: "system", asked: null, dragged: null };
  view = createRef();
  sheet = createRef();
  head = createRef();
  size = { width: 0, height: 0 }; // of the view
  shown = null; // where the playhead was last drawn
  at = null; // where the page lies in the view
  lean = 0; // which part of a line taller than the view is seen

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey("PageDown", () => this.turn(1)),
      onKey("PageUp", () => this.turn(-1)),
      onKey("t", () => this.ask([])),
      onKey("z", () => this.zoom()),
      onEscape(() => this.close()),
    );
    this.resizing = new ResizeObserver(([{ contentRect }]) => {
      this.size = { width: contentRect.width, height: contentRect.height };
      this.setState({});
    });
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
    const number = this.wanted();
    if (number !== undefined && number !== this.number) return void this.load(number);
    if (show.look?.asked !== this.looked) this.look();
    this.rest();
  }

  /** The number whose score is shown: the one looked at elsewhere, else the one listened to. */
  wanted() {
    return show.look?.number ?? (show.state?.number || numberNext() || show.state?.numbers[0]?.id);
  }

  async load(number) {
    clearTimeout(this.retry);
    this.number = number;
    this.setState({ map: null, empty: false, page: 1, browsing: "", asked: null });
    if (kindOf(number) !== "score") return;
    const response = await fetch(`/score/${encodeURIComponent(number)}/map.json`).catch(() => null);
    const map = response?.ok ? await response.json() : null;
    if (number !== this.number) return;
    if (map === null) this.retry = setTimeout(() => this.load(number), RETRY);
    else if (map.anchors.length === 0) this.setState({ empty: true });
    else {
      this.lines = {}; // height of the tallest line of each page
      for (const [, page, , top, bottom] of map.anchors) {
        this.lines[page] = Math.max(this.lines[page] ?? 0, bottom - top);
      }
      const [, page] = map.anchors[0];
      const zoom = localStorage.getItem("zoom") ?? usualZoom(map.size, this.lines[page], this.size);
      this.at = null;
      this.setState({ map, page, empty: false, zoom });
    }
  }

  source(page) {
    return `/score/${encodeURIComponent(this.number)}/page-${page}.svg`;
  }

  scale() {
    const { map, page, browsing, zoom } = this.state;
    return scaleOf(browsing === "page" ? "page" : zoom, map.size, this.lines[page], this.size);
  }

  /** Draws the playhead where the music is now, and turns the page a little before the music leaves it. */
  follow() {
    const { map, page, browsing } = this.state;
    const head = this.head.current;
    if (map === null || head === null) return;
    const awaited = this.followTold();
    if (awaited !== null && !browsing) this.show(placeAt(map, awaited));
    const position = show.now?.position;
    const here = position && position.number === this.number && show.live;
    if (head.hidden === Boolean(here)) head.hidden = !here;
    if (!here) return void (this.shown = null);
    this.shown = glided(this.shown, beatAt(position, show.time()), performance.now(), position);
    const { beat } = this.shown;
    const soon = beat + (position.following === "playing" ? (AHEAD * position.tempo) / 60 : 0);
    const seen = placeAt(map, soon);
    const now = still.matches ? anchorAt(map, beat) : placeAt(map, beat);
    const coming = now.page !== page && seen.page === page;
    const place = coming ? lineStart(map, soon) : now;
    const scale = this.scale();
    if (!browsing && awaited === null) this.show({ ...seen, x: place.x });
    this.drawHead(head, place, scale, { away: place.page !== page, coming, following: position.following });
  }

  /** Brings a place of the score into view. */
  show(place) {
    if (place.page !== this.state.page) return this.setState({ page: place.page });
    this.lay(laid(this.state.map.size, this.scale(), this.size, place, this.at, this.lean));
  }

  /** Draws anew when a place was told, or found. The beat at which the players are still looked for; null: none. */
  followTold() {
    const told = show.now?.told;
    const key = told ? `${told.at} ${told.found}` : "";
    if (key !== this.toldKey) this.setState({});
    this.toldKey = key;
    return told && told.found === null && told.number === this.number ? told.beat : null;
  }

  drawHead(head, { x, top, bottom }, scale, { away, coming, following }) {
    const drawn = `${x} ${top} ${bottom} ${scale} ${away} ${coming} ${following} ${this.at?.y}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    head.hidden = away;
    head.dataset.following = following;
    head.dataset.coming = coming;
    head.style.height = `${(bottom - top) * scale}px`;
    head.style.transform = `translate(${x * scale}px, ${top * scale}px)`;
    const low = Math.min(bottom * scale, this.size.height - 46 - this.at.y) - top * scale;
    head.style.setProperty("--grip", `${low}px`);
  }

  /** Puts the page to this place of the view. */
  lay(at) {
    if (this.at?.x === at.x && this.at?.y === at.y) return;
    this.at = at;
    this.sheet.current.style.transform = `translate(${at.x}px, ${at.y}px)`;
  }

  /** Lays the page while the music does not: before the first note, and when a page was turned or resized. */
  rest() {
    const { map, browsing } = this.state;
    if (map === null || this.sheet.current === null) return;
    const scale = this.scale();
    if (browsing) this.lay(pulled(map.size, scale, this.size, this.at ?? { x: 0, y: Infinity }));
    else if (this.at === null) this.lay(pulled(map.size, scale, this.size, { x: 0, y: Infinity }));
  }

  turn(by) {
    const { map, page } = this.state;
    if (map === null) return;
    this.setState({ page: within(page + by, 1, map.pages), browsing: "page" });
    this.linger();
  }

  /** The page goes back to the music after a while. */
  linger() {
    clearTimeout(this.returning);
    this.returning = setTimeout(() => this.back(), BROWSING);
  }

  back() {
    clearTimeout(this.returning);
    this.at = null;
    this.setState({ browsing: "" });
    show.lookAt(null);
  }

  /** Looks at the place that was touched on the strip of the evening. */
  look() {
    const { map } = this.state;
    if (map === null) return;
    this.looked = show.look?.asked;
    if (!show.look) return void (this.state.browsing && this.back());
    this.setState({ page: placeAt(map, show.look.beat).page, browsing: "page" });
    this.linger();
  }

  zoom() {
    const zoom = ZOOMS[(ZOOMS.indexOf(this.state.zoom) + 1) % ZOOMS.length];
    localStorage.setItem("zoom", zoom);
    this.at = null;
    this.setState({ zoom, browsing: "" });
  }

  ask(asked) {
    if (this.state.map !== null) this.setState({ asked });
  }

  /** Ends dragging, or closes the question, if there is one. */
  close() {
    const open = this.state.asked !== null || this.state.dragged !== null;
    if (open) this.setState({ asked: null, dragged: null });
    return open;
  }

  /** Tells a place at once in rehearsal; in a running show, or where the pass is not clear, asks once more. */
  offer(asked) {
    const running = !show.state.rehearsal && !show.state.closed;
    if (running || asked.length !== 1) this.ask(asked);
    else this.tell(asked[0]);
  }

  tell({ beat, words }) {
    show.tell(this.number, beat, words);
    this.close();
    this.back();
  }

  /** Where on the page, in the units of the drawing, a pointer is. */
  under({ clientX, clientY }) {
    const box = this.sheet.current.getBoundingClientRect();
    const scale = this.scale();
    return [(clientX - box.left) / scale, (clientY - box.top) / scale];
  }

  /** A touch of the page pulls it, or tells a bar; a touch of the playhead's grip drags that. */
  pointed(event) {
    if (event.button !== 0 || this.state.map === null) return;
    const grip = event.target.closest(".grip") !== null;
    this.touch = { grip, x: event.clientX, y: event.clientY, at: this.at, lean: this.lean, moved: false };
    this.view.current.setPointerCapture(event.pointerId);
  }

  moved(event) {
    const { touch } = this;
    if (!touch) return;
    const [dx, dy] = [event.clientX - touch.x, event.clientY - touch.y];
    touch.moved ||= Math.hypot(dx, dy) > TAP;
    if (!touch.moved) return;
    if (touch.grip) this.setState({ dragged: beatsUnder(this.state.map, this.state.page, ...this.under(event)) });
    else this.pull({ x: touch.at.x + dx, y: touch.at.y + dy });
  }

  released(event) {
    const { touch } = this;
    this.touch = undefined;
    if (!touch) return;
    const { map, page, dragged } = this.state;
    if (touch.grip && dragged) {
      this.setState({ dragged: null });
      this.offer(places(map, dragged));
    } else if (!touch.moved) {
      const bars = barsUnder(map, page, ...this.under(event));
      if (bars.length) this.offer(places(map, bars.map((bar) => bar[0])));
    }
  }

  /** Pulls the page by hand; how far it was pulled down is kept for the lines to come. */
  pull(to) {
    const { map, browsing } = this.state;
    const at = pulled(map.size, this.scale(), this.size, to);
    if (this.at && at.x === this.at.x && at.y === this.at.y) return;
    const line = this.shown && placeAt(map, this.shown.beat);
    if (line) {
      const over = (line.bottom - line.top) * this.scale() - this.size.height + 104;
      if (over > 0) this.lean = within((56 - line.top * this.scale() - at.y) / over, 0, 1);
    }
    this.lay(at);
    if (!browsing) this.setState({ browsing: "pulled" });
    this.linger();
  }

  /** The line where a place is being dragged to, or was told. */
  mark(beat, kind, words) {
    const { map, page } = this.state;
    const place = placeAt(map, beat);
    if (place.page !== page) return null;
    const scale = this.scale();
    const style = {
      transform: `translate(${place.x * scale}px, ${place.top * scale}px)`,
      height: `${(place.bottom - place.top) * scale}px`,
    };
    return html`<div class=${kind} style=${style}><span>${words}</span></div>`;
  }

  told() {
    const told = show.now?.told;
    const old = told?.found != null && show.time() - told.found / 1e6 > TOLD;
    if (!told || old || told.number !== this.number) return null;
    return this.mark(told.beat, "told", t("running.told.mark", told));
  }

  drawing() {
    const { map, page, dragged, browsing } = this.state;
    const scale = this.scale();
    const [w, h] = map.size.map((side) => side * scale);
    const next = pageAfter(map, this.shown?.beat ?? 0);
    const pages = [...new Set([page, next ?? page])]; // the next one is there before it is wanted
    const cues = show.state.cues.filter((cue) => cue.in === this.number && cue.beat !== null);
    return html`<div
      class="sheet"
      ref=${this.sheet}
      data-pulled=${browsing === "pulled"}
      style=${{ width: `${w}px`, height: `${h}px` }}
    >
      ${pages.map(
        (each) => html`<img
          key=${each}
          src=${this.source(each)}
          alt=${each === page ? t("running.score.alt", { page }) : ""}
          data-next=${each !== page}
          draggable=${false}
        />`,
      )}
      <${Flags} cues=${cues} map=${map} page=${page} scale=${scale} />
      ${this.told()} ${dragged && this.mark(dragged[0], "dragged", places(map, dragged.slice(0, 1))[0].words)}
      <div class="playhead" ref=${this.head} hidden>${may("press") && html`<i class="grip"></i>`}</div>
    </div>`;
  }

  render() {
    const { map, empty, asked, browsing } = this.state;
    const nothing = t(empty ? "running.score.empty" : "running.score.engraving");
    const title = show.state?.numbers.find((number) => number.id === this.number)?.title;
    const elsewhere = browsing || show.look;
    return html`<section class="score" aria-label=${t("running.score")}>
      <div
        class="view"
        ref=${this.view}
        onPointerDown=${(event) => this.pointed(event)}
        onPointerMove=${(event) => this.moved(event)}
        onPointerUp=${(event) => this.released(event)}
        onPointerCancel=${() => (this.touch = undefined)}
        onWheel=${(event) => this.at && this.pull({ x: this.at.x - event.deltaX, y: this.at.y - event.deltaY })}
      >
        ${map !== null && this.size.width ? this.drawing() : this.instead(title && nothing)}
      </div>
      <div class="under">
        <strong>${title ?? ""}</strong>
        ${elsewhere &&
        html`<button class="small strong" onClick=${() => this.back()}>${t("running.score.back")}</button>`}
        ${map !== null && this.foot()}
      </div>
      ${asked !== null &&
      html`<${Asking}
        key=${String(asked[0]?.beat)}
        map=${map}
        places=${asked}
        tell=${(place) => this.tell(place)}
        close=${() => this.close()}
      />`}
    </section>`;
  }

  /** What stands in the view where no page does. */
  instead(words) {
    if (kindOf(this.number) === "score") return html`<p class="engraving">${words}</p>`;
    return html`<${Scoreless} key=${this.number} number=${this.number} />`;
  }

  foot() {
    const { map, page, zoom } = this.state;
    return html`<button class="small" aria-keyshortcuts="Z" onClick=${() => this.zoom()}>
        ${t(`running.zoom.${zoom}`)} <kbd>Z</kbd>
      </button>
      <span class="pages">
        <button class="small" aria-label=${t("running.score.before")} onClick=${() => this.turn(-1)}>‹</button>
        ${t("running.score.page", { page, pages: map.pages })}
        <button class="small" aria-label=${t("running.score.after")} onClick=${() => this.turn(1)}>›</button>
      </span>`;
  }
}
