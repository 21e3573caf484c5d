// Another number is played than the one listened for: whether that is so. Hard to overlook; answered by a touch that
// begins and ends on the answer, or by its key with Shift, and not before it has been there for a moment.

import { html, Watching } from "./html.js";
import { onKey } from "./keys.js";
import { t } from "./language.js";
import { may, show } from "./show.js";

const SEEN = 700; // milliseconds: whoever touched the page until then meant something else

export class Question extends Watching {
  topics = ["state", "line", "you"];
  state = { seen: "" }; // the number that was asked about long enough

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey("Shift+y", () => this.answer("confirm")),
      onKey("Shift+n", () => this.answer("deny")),
    );
    this.componentDidUpdate();
  }

  componentDidUpdate() {
    const asked = show.state?.recognised?.number ?? "";
    if (asked === this.asked) return;
    this.asked = asked;
    clearTimeout(this.waiting);
    this.setState({ seen: "" });
    this.waiting = setTimeout(() => this.setState({ seen: asked }), SEEN);
  }

  answer(command) {
    const { recognised } = show.state ?? {};
    if (recognised?.number && recognised.number === this.state.seen) {
      show.press(command, recognised.number, recognised.title);
    }
  }

  button(command, words, key) {
    return html`<button
      class=${command}
      disabled=${!show.live || this.state.seen !== this.asked}
      aria-disabled=${!may("press")}
      aria-keyshortcuts=${`Shift+${key}`}
      onClick=${() => this.answer(command)}
    >
      <b>${words}</b> <kbd>⇧ ${key}</kbd>
    </button>`;
  }

  render() {
    const { recognised, numbers, number } = show.state ?? {};
    if (!recognised) return null;
    const { title, bar } = recognised;
    const other = numbers.find(({ id }) => id === number)?.title;
    const no = other ? t("running.question.deny", { number: other }) : t("running.question.no");
    return html`<section class="question" role="alertdialog" aria-live="assertive" aria-label=${t("running.question")}>
      <p>${t(other ? "running.question.ask" : "running.question.alone", { number: title, bar, other })}</p>
      <p><small>${t("running.question.meanwhile")}</small></p>
      <div>
        ${this.button("confirm", t("running.question.confirm", { number: title }), "Y")} ${this.button("deny", no, "N")}
      </div>
    </section>`;
  }
}
