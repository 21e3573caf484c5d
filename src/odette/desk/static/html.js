// Preact and htm bound together, and the one kind of component that redraws when the show changes.

import htm from "./vendor/htm.js";
import { Component, createRef, h, render } from "./vendor/preact.js";
import { show } from "./show.js";

export const html = htm.bind(h);
export { Component, createRef, render };

/** Redraws on each of its `topics` (see show.js). */
export class Watching extends Component {
  topics = ["state"];

  componentDidMount() {
    const redraw = () => this.setState({});
    this.stops = this.topics.map((topic) => show.watch(topic, redraw));
  }

  componentWillUnmount() {
    this.stops.forEach((stop) => stop());
  }
}
