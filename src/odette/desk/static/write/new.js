// A new show: a score dropped on the page, a title, and there is a folder that opens.

import { Component, createRef, html } from "../html.js";
import { t } from "../language.js";

const SCORES = [".musicxml", ".xml", ".mxl", ".mid", ".midi"];

/** Watches for files over the page. `asked`: a button asked for the dialog; calls `close()` when it is over. */
export class NewShow extends Component {
  state = { over: false, file: null, title: "", busy: false, faults: [], made: null };
  heading = createRef();

  componentDidMount() {
    const files = (event) => event.dataTransfer?.types.includes("Files");
    const listeners = {
      dragover: (event) => {
        if (!files(event)) return;
        event.preventDefault();
        if (!this.state.over) this.setState({ over: true });
      },
      dragleave: (event) => event.relatedTarget === null && this.setState({ over: false }),
      drop: (event) => {
        if (!files(event)) return;
        event.preventDefault();
        this.setState({ over: false });
        this.take(event.dataTransfer.files[0]);
      },
    };
    Object.entries(listeners).forEach(([name, heard]) => addEventListener(name, heard));
    this.stop = () => Object.entries(listeners).forEach(([name, heard]) => removeEventListener(name, heard));
  }

  componentWillUnmount() {
    this.stop();
  }

  take(file) {
    const known = file && SCORES.some((end) => file.name.toLowerCase().endsWith(end));
    const faults = known ? [] : [{ found: file?.name ?? "", wanted: t("write.new.kinds") }];
    const title = (file?.name ?? "").replace(/\.[^.]*$/, "").replace(/[-_]+/g, " ");
    this.props.ask();
    this.setState({ file: known ? file : null, faults, title, made: null });
  }

  async make(event) {
    event.preventDefault();
    const { file, title } = this.state;
    this.setState({ busy: true, faults: [] });
    const query = new URLSearchParams({ file: file.name, title: title.trim() });
    const headers = { "Content-Type": "application/octet-stream" };
    const response = await fetch(`/api/new?${query}`, { method: "POST", headers, body: file }).catch(() => null);
    const body = (await response?.json().catch(() => null)) ?? { why: t("write.lost") };
    if (response?.ok) return this.setState({ busy: false, made: body });
    this.setState({ busy: false, faults: body.faults ?? [{ found: body.why, wanted: "" }] });
  }

  leave() {
    this.setState({ file: null, faults: [], made: null });
    this.props.close();
  }

  asking() {
    const { file, title, busy, faults } = this.state;
    return html`<form onSubmit=${(event) => this.make(event)}>
      <p>${t("write.new.how")}</p>
      <label class="field">
        <span>${t("write.new.score")}</span>
        <input
          type="file"
          accept=${SCORES.join(",")}
          onChange=${(event) => this.take(event.target.files[0])}
          ref=${(input) => input && file === null && !this.focused && ((this.focused = true), input.focus())}
        />
      </label>
      ${file !== null &&
      html`<p>${file.name}</p>
        <label class="field">
          <span>${t("write.new.title")}</span>
          <input type="text" value=${title} onInput=${(event) => this.setState({ title: event.target.value })} />
        </label>`}
      ${faults.length > 0 &&
      html`<ul class="fault" role="alert">
        ${faults.map((fault) => html`<li>${fault.found}${fault.wanted && `; ${fault.wanted}`}</li>`)}
      </ul>`}
      <footer>
        <button type="button" onClick=${() => this.leave()}>${t("write.leave")}</button>
        <button type="submit" class="strong" disabled=${busy || file === null || !title.trim()}>
          ${busy ? t("write.new.making") : t("write.new.make")}
        </button>
      </footer>
    </form>`;
  }

  done() {
    const { made } = this.state;
    return html`<p role="status">${t("write.new.made", { title: made.title, folder: made.folder, cues: made.cues })}</p>
      <p>${t("write.new.run")}</p>
      <p><code>${made.run}</code></p>
      <footer><button class="strong" onClick=${() => this.leave()}>${t("write.close")}</button></footer>`;
  }

  render({ asked }, { over, made }) {
    if (over) return html`<div class="veil drop"><p class="dialog">${t("write.new.drop")}</p></div>`;
    if (!asked) return null;
    return html`<div class="veil" onKeyDown=${(event) => event.key === "Escape" && this.leave()}>
      <div class="dialog" role="dialog" aria-modal="true" aria-label=${t("write.new.show")}>
        <h2>${t("write.new.show")}</h2>
        ${made === null ? this.asking() : this.done()}
      </div>
    </div>`;
  }
}
