// "We are at bar 33": asked in two steps, so that nobody moves the show by a careless touch.

import { Component, createRef, html } from "./html.js";
import { barsNumbered } from "./playhead.js";

/** `bars`: the passes of the bar touched; empty: ask which bar. Calls `tell(bar, words)` or `close()`. */
export class Asking extends Component {
  state = { bars: this.props.bars, wrong: "" };
  first = createRef();

  componentDidMount() {
    this.first.current.focus();
  }

  componentDidUpdate(_, before) {
    if (before.bars !== this.state.bars) this.first.current.focus();
  }

  find(event) {
    event.preventDefault();
    const wanted = this.first.current.value.trim();
    const bars = barsNumbered(this.props.map, wanted);
    this.setState(bars.length ? { bars } : { wrong: `There is no bar ${wanted}.` });
  }

  which() {
    return html`<form onSubmit=${(event) => this.find(event)}>
      <label>We are at bar <input ref=${this.first} inputmode="numeric" autocomplete="off" size="4" /></label>
      <button type="submit">Find</button>
      <span class="wrong" role="alert">${this.state.wrong}</span>
    </form>`;
  }

  confirm(bars) {
    return html`<p>Tell Odette that the players are at bar ${bars[0][2]}?</p>
      ${bars.map((bar, index) => {
        const words = bars.length > 1 ? `bar ${bar[2]}, pass ${bar[3]}` : `bar ${bar[2]}`;
        return html`<button
          class="strong"
          ref=${index === 0 ? this.first : undefined}
          onClick=${() => this.props.tell(bar, words)}
        >
          Yes, ${words}
        </button>`;
      })}`;
  }

  render({ close }, { bars }) {
    return html`<div class="asking" role="dialog" aria-label="Tell where the players are">
      ${bars.length ? this.confirm(bars) : this.which()}
      <button onClick=${close}>No</button>
    </div>`;
  }
}
