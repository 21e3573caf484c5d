// A new show: a score dropped on the page, a few questions, and there is a folder that opens.
import { Component, html } from "../html.js";
export class Drop extends Component {
  render() {
    return html`<i hidden></i>`;
  }
}
