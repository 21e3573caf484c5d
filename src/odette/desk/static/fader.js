// A slider for a level. While it is moved by hand it shows the hand, then the show's own level again.

import { html, Watching } from "./html.js";
import { may } from "./show.js";
import { percent } from "./words.js";

const EVERY = 50; // milliseconds between two levels that are sent
const LETTING_GO = 700; // milliseconds after which the hand has left it

/** `level`: the show's, 0 to 1; `send(level)`; `name`: for who does not see the label. */
export class Fader extends Watching {
  topics = ["you"];
  state = { moved: null };

  moved(event) {
    this.setState({ moved: Number(event.target.value) / 100 });
    this.sending ??= setTimeout(() => {
      this.sending = undefined;
      this.props.send(this.state.moved);
    }, EVERY);
    clearTimeout(this.letting);
    this.letting = setTimeout(() => this.setState({ moved: null }), LETTING_GO);
  }

  render({ label, name = label, level }, { moved }) {
    const shown = moved ?? level;
    return html`<label class="master" data-low=${shown < 1}>
      <span>${label} <b>${percent(shown)}</b></span>
      <input
        type="range"
        min="0"
        max="100"
        aria-label=${name}
        disabled=${!may("light")}
        value=${Math.round(100 * shown)}
        onInput=${(event) => this.moved(event)}
      />
    </label>`;
  }
}
