// Two people wrote the same: both sides, and the person chooses.

import { Component, createRef, html } from "../html.js";
import { t } from "../language.js";

/** `conflict`: {words, fields: [{what, before, mine, theirs}]}. Calls `mine()` or `theirs()`. */
export class Conflict extends Component {
  first = createRef();

  componentDidMount() {
    this.first.current.focus();
  }

  render({ conflict, mine, theirs }) {
    return html`<div class="veil">
      <div
        class="dialog"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="conflict-head"
        aria-describedby="conflict-words"
      >
        <h2 id="conflict-head">${t("write.conflict.head")}</h2>
        <p id="conflict-words">${conflict.words}</p>
        <table>
          <thead>
            <tr>
              <td></td>
              <th scope="col">${t("write.conflict.before")}</th>
              <th scope="col">${t("write.conflict.theirs")}</th>
              <th scope="col">${t("write.conflict.mine")}</th>
            </tr>
          </thead>
          <tbody>
            ${conflict.fields.map(
              ({ what, before, mine, theirs }) => html`<tr>
                <th scope="row">${what}</th>
                <td>${before}</td>
                <td>${theirs}</td>
                <td>${mine}</td>
              </tr>`,
            )}
          </tbody>
        </table>
        <footer>
          <button ref=${this.first} onClick=${theirs}>${t("write.conflict.take")}</button>
          <button class="strong" onClick=${mine}>${t("write.conflict.keep")}</button>
        </footer>
      </div>
    </div>`;
  }
}
