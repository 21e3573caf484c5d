// "We are at bar 33": asked in two steps, so that nobody moves the show by a careless touch.

import { Component, createRef, html } from "./html.js";
import { t } from "./language.js";
import { barAt, barsNumbered } from "./playhead.js";

/** Places to tell, {beat, words}: `beats` that are one place in all its passes. */
export function places(map, beats) {
  return beats.map((beat) => {
    const [start, , bar, pass] = barAt(map, beat);
    const words = t(beats.length > 1 ? "running.bar.pass" : "running.bar.once", { bar, pass });
    const quarter = Math.floor(beat - start) + 1;
    return { beat, words: quarter > 1 ? t("running.bar.quarter", { words, quarter }) : words };
  });
}

/** `places`: what was touched, in each of its passes; empty: ask which bar. Calls `tell(place)` or `close()`. */
export class Asking extends Component {
  state = { places: this.props.places, wrong: "" };
  first = createRef();

  componentDidMount() {
    this.first.current.focus();
  }

  componentDidUpdate(_, before) {
    if (before.places !== this.state.places) this.first.current.focus();
  }

  find(event) {
    event.preventDefault();
    const wanted = this.first.current.value.trim();
    const beats = barsNumbered(this.props.map, wanted).map((bar) => bar[0]);
    const found = places(this.props.map, beats);
    this.setState(found.length ? { places: found } : { wrong: t("running.ask.unknown", { bar: wanted }) });
  }

  which() {
    return html`<form onSubmit=${(event) => this.find(event)}>
      <label>
        ${t("running.ask.which")} <input ref=${this.first} inputmode="numeric" autocomplete="off" size="4" />
      </label>
      <button type="submit">${t("running.ask.find")}</button>
      <span class="wrong" role="alert">${this.state.wrong}</span>
    </form>`;
  }

  confirm(places) {
    return html`<p>${t("running.ask.sure")}</p>
      ${places.map(
        (place, index) => html`<button
          class="strong"
          ref=${index === 0 ? this.first : undefined}
          onClick=${() => this.props.tell(place)}
        >
          ${t("running.ask.yes", { place: place.words })}
        </button>`,
      )}`;
  }

  render({ close }, { places }) {
    return html`<div class="asking" role="dialog" aria-label=${t("running.ask.region")}>
      ${places.length ? this.confirm(places) : this.which()}
      <button onClick=${close}>${t("running.ask.no")}</button>
    </div>`;
  }
}
