// The score to write in: a pen that walks from note to note, cues at their notes to be touched and moved.

import { Component, createRef, html } from "../html.js";
import { t } from "../language.js";
import { barAt, placeAt } from "../playhead.js";
import { INITIALS } from "../words.js";
import { book } from "./book.js";
import { nameOf } from "./list.js";
import { beatsUnder, next, nextBar, passesOf, places } from "./places.js";

const RETRY = 1000; // milliseconds between looks for an engraving that is still being made
const NARROWEST = 1000; // pixels: a page is drawn at least so wide
const ZOOMS = [1, 1.4, 2, 2.8];
const LANE = 34; // pixels of a row of flags
const ABOVE = 3 * LANE; // room over the page for flags
const FAR = 6; // pixels that a flag must be pulled before it moves

/**
 * `number`, `beat` (of the pen; null: nowhere), `at` (the same in words), `chosen` (number of a cue), `editable`.
 * Calls `put(beat, touched)` where the pen goes, `choose(cue)` for a flag, `move(cue, beat)`, `turn(number)`.
 */
export class Score extends Component {
  state = { map: null, empty: false, page: 1, zoom: 0, pulled: null };
  view = createRef();
  sheet = createRef();

  componentDidMount() {
    this.props.mounted(this);
    this.resizing = new ResizeObserver(() => this.setState({}));
    this.resizing.observe(this.view.current);
    this.load();
  }

  componentWillUnmount() {
    this.props.mounted(null);
    this.resizing.disconnect();
    clearTimeout(this.retry);
  }

  componentDidUpdate(before) {
    if (before.number !== this.props.number) return this.load();
    const { map } = this.state;
    if (map === null || this.props.beat === null || before.beat === this.props.beat) return;
    const { page } = placeAt(map, this.props.beat);
    if (page !== this.state.page && page > 0) this.setState({ page }, () => this.reveal());
    else this.reveal();
  }

  async load() {
    clearTimeout(this.retry);
    const { number } = this.props;
    this.setState({ map: null, empty: false, page: 1 });
    if (!number) return;
    const response = await fetch(`/score/${encodeURIComponent(number)}/map.json`).catch(() => null);
    const map = response?.ok ? await response.json() : null;
    if (number !== this.props.number) return;
    if (map === null) this.retry = setTimeout(() => this.load(), RETRY);
    else if (map.anchors.length === 0) this.setState({ empty: true });
    else {
      this.all = places(map);
      const page = this.props.beat === null ? map.anchors[0][1] : placeAt(map, this.props.beat).page;
      this.setState({ map, page }, () => this.reveal());
    }
  }

  /** The pen goes to the next note, or with `bar` to the next bar. */
  walk(by, bar) {
    const { map } = this.state;
    if (map === null) return;
    const { beat } = this.props;
    if (beat === null) return this.props.put(map.anchors.find((anchor) => anchor[1] === this.state.page)?.[0] ?? 0);
    this.props.put(bar ? nextBar(map, beat, by) : next(this.all, beat, by));
  }

  turn(by) {
    const { map, page } = this.state;
    if (map !== null) this.setState({ page: Math.min(Math.max(page + by, 1), map.pages) });
  }

  zoom(by) {
    this.setState({ zoom: Math.min(Math.max(this.state.zoom + by, 0), ZOOMS.length - 1) }, () => this.reveal());
  }

  /** Pixels per unit of the drawing. */
  scale() {
    const { clientWidth, clientHeight } = this.view.current;
    const [w, h] = this.state.map.size;
    const whole = Math.min((clientWidth - 16) / w, (clientHeight - ABOVE - 8) / h);
    return Math.max(whole, Math.min(clientWidth, NARROWEST) / w, 390 / w) * ZOOMS[this.state.zoom];
  }

  /** Scrolls the pen into view. */
  reveal() {
    const pen = this.view.current?.querySelector(".nib");
    if (!pen) return;
    const view = this.view.current;
    const { x, top } = placeAt(this.state.map, this.props.beat);
    const scale = this.scale();
    const [left, up] = [x * scale, top * scale];
    if (left < view.scrollLeft + 60 || left > view.scrollLeft + view.clientWidth - 120) {
      view.scrollLeft = left - 0.35 * view.clientWidth;
    }
    if (up < view.scrollTop || up + ABOVE > view.scrollTop + view.clientHeight - 60) view.scrollTop = up;
  }

  /** The beats under a pointer, one for each pass. */
  under(event) {
    const box = this.sheet.current.getBoundingClientRect();
    const scale = this.scale();
    const [x, y] = [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
    return beatsUnder(this.state.map, this.all, this.state.page, x, y);
  }

  touched(event) {
    const beats = this.under(event);
    if (beats.length) this.props.put(beats[0], true);
  }

  /** A flag is taken: touched it opens, pulled it moves. */
  take(event, cue) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.taken = { cue, x: event.clientX, y: event.clientY };
  }

  pull(event) {
    const { taken } = this;
    if (!taken || !this.props.editable) return;
    const far = Math.hypot(event.clientX - taken.x, event.clientY - taken.y) > FAR;
    if (!far && this.state.pulled === null) return;
    const beats = this.under(event);
    if (beats.length) this.setState({ pulled: { cue: taken.cue.number, beat: beats[0] } });
  }

  drop() {
    const { taken } = this;
    const { pulled } = this.state;
    this.taken = null;
    this.setState({ pulled: null });
    if (!taken) return;
    if (pulled === null) this.props.choose(taken.cue);
    else if (pulled.beat !== taken.cue.beat) this.props.move(taken.cue, pulled.beat);
  }

  letGo() {
    this.taken = null;
    this.setState({ pulled: null });
  }

  flags(scale) {
    const { map, page, pulled } = this.state;
    const placed = (book.data?.cues ?? [])
      .filter((cue) => cue.in === this.props.number && cue.beat !== null)
      .map((cue) => ({ cue, place: placeAt(map, pulled?.cue === cue.number ? pulled.beat : cue.beat) }))
      .filter(({ place }) => place.page === page)
      .sort((a, b) => a.place.top - b.place.top || a.place.x - b.place.x);
    const ends = new Map(); // where the last flag of each lane of each line ends
    return placed.map(({ cue, place }) => {
      const x = place.x * scale;
      const lanes = ends.get(place.top) ?? ends.set(place.top, []).get(place.top);
      const free = lanes.findIndex((end) => end <= x);
      const lane = free === -1 ? lanes.length : free;
      lanes[lane] = x + 46 + 10 * cue.number.length;
      return this.flag(cue, x, place.top * scale, (place.bottom - place.top) * scale, lane);
    });
  }

  flag(cue, x, y, height, lane) {
    const up = LANE * (lane + 1);
    return html`<div
      key=${cue.number}
      class="flag"
      data-department=${cue.department}
      data-chosen=${cue.number === this.props.chosen}
      data-pulled=${cue.number === this.state.pulled?.cue}
      style=${{ transform: `translate(${x}px, ${y - up}px)`, height: `${height + up}px` }}
    >
      <button
        class="mark"
        tabindex="-1"
        aria-label=${t("write.mark", { number: cue.number, name: nameOf(cue) })}
        onPointerDown=${(event) => this.take(event, cue)}
        onPointerMove=${(event) => this.pull(event)}
        onPointerUp=${() => this.drop()}
        onPointerCancel=${() => this.letGo()}
        onClick=${(event) => {
          event.stopPropagation();
          if (event.detail === 0) this.props.choose(cue);
        }}
      >
        <i>${INITIALS[cue.department]}</i>${cue.number}${cue.note ? html`<sup aria-hidden="true">✎</sup>` : ""}
      </button>
    </div>`;
  }

  nib(scale) {
    const { map, page } = this.state;
    const { beat } = this.props;
    if (beat === null) return null;
    const place = placeAt(map, beat);
    if (place.page !== page) return null;
    return html`<div
      class="nib"
      style=${{
        transform: `translate(${place.x * scale}px, ${place.top * scale - 6}px)`,
        height: `${(place.bottom - place.top) * scale + 12}px`,
      }}
    ></div>`;
  }

  drawn() {
    const { map, page } = this.state;
    const scale = this.scale();
    const [w, h] = map.size.map((side) => side * scale);
    return html`<div
      class="sheet"
      ref=${this.sheet}
      style=${{ width: `${w}px`, height: `${h}px` }}
      onClick=${(event) => this.touched(event)}
    >
      <img
        src=${`/score/${encodeURIComponent(this.props.number)}/page-${page}.svg`}
        alt=${t("write.score.alt", { page })}
        draggable=${false}
      />
      ${this.nib(scale)} ${this.flags(scale)}
    </div>`;
  }

  /** Where the bar of the pen is played more than once: which time is meant. */
  passes() {
    const { map } = this.state;
    const { beat, put } = this.props;
    const all = map === null || beat === null ? [] : passesOf(map, beat);
    if (all.length < 2) return null;
    return html`<span class="passes" role="group" aria-label=${t("write.passes")}>
      ${all.map(
        (other, index) => html`<button class="small" aria-pressed=${other === beat} onClick=${() => put(other)}>
          ${t("write.pass", { n: index + 1 })}
        </button>`,
      )}
    </span>`;
  }

  render({ number, beat, at, turn }, { map, empty, page, zoom }) {
    const numbers = book.numbers();
    const missing = empty ? t("write.score.empty") : t("write.engraving");
    const nothing = numbers.length === 0 ? t("write.score.none") : missing;
    const bar = map !== null && beat !== null ? at || barAt(map, beat)?.[2] : null;
    return html`<section class="paper" aria-label=${t("write.score")}>
      <div class="view" ref=${this.view}>
        ${map !== null && this.view.current ? this.drawn() : html`<p class="engraving">${book.data ? nothing : ""}</p>`}
      </div>
      <div class="under">
        ${numbers.length > 1
          ? html`<select
              aria-label=${t("write.number")}
              value=${number}
              onChange=${(event) => turn(event.target.value)}
            >
              ${numbers.map((entry) => html`<option value=${entry.id}>${entry.title}</option>`)}
            </select>`
          : html`<strong>${numbers[0]?.title ?? ""}</strong>`}
        <span class="pen-at" role="status">${bar === null ? "" : t("write.bar", { bar })}</span>
        ${this.passes()}
        ${map !== null &&
        html`<span class="pages">
          <button
            class="small"
            aria-label=${t("write.zoom.out")}
            disabled=${zoom === 0}
            onClick=${() => this.zoom(-1)}
          >
            −
          </button>
          <button
            class="small"
            aria-label=${t("write.zoom.in")}
            disabled=${zoom === ZOOMS.length - 1}
            onClick=${() => this.zoom(1)}
          >
            +
          </button>
          <button class="small" aria-label=${t("write.page.before")} onClick=${() => this.turn(-1)}>‹</button>
          <span>${page} / ${map.pages}</span>
          <button class="small" aria-label=${t("write.page.after")} onClick=${() => this.turn(1)}>›</button>
        </span>`}
      </div>
    </section>`;
  }
}
