// "We are at bar 33": asked in two steps, so that nobody moves the show by a careless touch.

import { Component, createRef, html } from "./html.js";
import { t } from "./language.js";
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
    this.setState(bars.length ? { bars } : { wrong: t("running.ask.unknown", { bar: wanted }) });
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

  confirm(bars) {
    return html`<p>${t("running.ask.sure", { bar: bars[0][2] })}</p>
      ${bars.map((bar, index) => {
        const named = { bar: bar[2], pass: bar[3] };
        const words = bars.length > 1 ? t("running.bar.pass", named) : t("running.bar.once", named);
        return html`<button
          class="strong"
          ref=${index === 0 ? this.first : undefined}
          onClick=${() => this.props.tell(bar, words)}
        >
          ${t("running.ask.yes", { bar: words })}
        </button>`;
      })}`;
  }

  render({ close }, { bars }) {
    return html`<div class="asking" role="dialog" aria-label=${t("running.ask.region")}>
      ${bars.length ? this.confirm(bars) : this.which()}
      <button onClick=${close}>${t("running.ask.no")}</button>
    </div>`;
  }
}
