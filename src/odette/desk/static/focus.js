// One fixture after the other at full and white, to focus it with a phone on the ladder.

import { html, Watching } from "./html.js";
import { onEscape, onKey } from "./keys.js";
import { t } from "./language.js";
import { show } from "./show.js";

const ANSWERED = 500; // milliseconds within which the show tells what it highlights

export class Focus extends Watching {
  last = ""; // the fixture that was highlighted last
  asked = { fixture: "", at: -Infinity };

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey("n", () => this.turn(1)),
      onKey("p", () => this.turn(-1)),
      onKey("l", () => this.toggle()),
      onKey("Escape", () => {}),
      onEscape(() => this.end()),
    );
  }

  /** What is highlighted, or just was asked for; empty: nothing. */
  lit() {
    return performance.now() - this.asked.at < ANSWERED ? this.asked.fixture : show.state.highlighted;
  }

  chosen() {
    return this.lit() || this.last || show.state.stage.fixtures[0]?.id || "";
  }

  light(fixture) {
    this.last = this.chosen();
    this.asked = { fixture, at: performance.now() };
    show.highlight(fixture);
    this.setState({});
  }

  /** The next fixture or the one before; the same, where none is lit yet. */
  turn(by) {
    const ids = show.state.stage.fixtures.map(({ id }) => id);
    const next = ids.indexOf(this.chosen()) + (this.lit() ? by : 0);
    if (ids.length) this.light(ids[(next + ids.length) % ids.length]);
  }

  toggle() {
    this.light(this.lit() ? "" : this.chosen());
  }

  /** Whether one was lit. */
  end() {
    const lit = this.lit() !== "";
    if (lit) this.light("");
    return lit;
  }

  render() {
    const { fixtures } = show.state.stage;
    const lit = this.lit() !== "";
    return html`<div class="focus" role="group" aria-label=${t("house.lights.focus")}>
      <select
        aria-label=${t("house.lights.fixture")}
        value=${this.chosen()}
        onChange=${(event) => this.light(event.target.value)}
      >
        ${fixtures.map(({ id, name }) => html`<option key=${id} value=${id}>${id} ${name !== id && name}</option>`)}
      </select>
      <button onClick=${() => this.turn(-1)} aria-keyshortcuts="P">‹ ${t("house.lights.previous")} <kbd>P</kbd></button>
      <button data-on=${lit} onClick=${() => this.toggle()} aria-keyshortcuts="L">
        ${t(lit ? "house.lights.dark" : "house.lights.highlight")} <kbd>L</kbd>
      </button>
      <button onClick=${() => this.turn(1)} aria-keyshortcuts="N">${t("house.lights.next")} › <kbd>N</kbd></button>
    </div>`;
  }
}
