// What stands over both writing pages: undo, papers, whether all is saved, and what everybody must know.

import { Menu } from "../house.js";
import { createRef, html, Watching } from "../html.js";
import { t } from "../language.js";
import { Lock } from "../lock.js";
import { may, show } from "../show.js";
import { book } from "./book.js";
import { KEYS } from "./shortcuts.js";
import { live } from "./stage.js";

const STEPS = [
  ["undo", "↶"],
  ["redo", "↷"],
];
const PAPERS = ["cue-sheet", "script", "score"];

export function Head({ tab, turn, step, editable, help, fresh }) {
  const phase = show.live ? book.phase : "lost";
  return html`<header class="head writing">
    <${Menu} />
    <h1>${book.data?.show.title ?? ""}</h1>
    <div class="tabs" role="tablist" aria-label=${t("write.tabs")}>
      ${["cues", "looks"].map(
        (name) => html`<button role="tab" aria-selected=${tab === name} onClick=${() => turn(name)}>
          ${t(`write.tab.${name}`)}
        </button>`,
      )}
    </div>
    ${STEPS.map(
      ([which, arrow]) => html`<button
        class="small"
        aria-label=${t(`write.do.${which}`)}
        disabled=${!editable || !book.data?.[which]}
        onClick=${() => step(which)}
      >
        ${arrow} <span class="long">${t(`write.do.${which}`)}</span>
      </button>`,
    )}
    <details class="print">
      <summary>${t("write.print")}</summary>
      <ul>
        ${PAPERS.map(
          (name) => html`<li>
            <a href=${`/api/papers/${name}.pdf`} target="_blank" rel="noopener">${t(`write.paper.${name}`)}</a>
          </li>`,
        )}
      </ul>
    </details>
    <button class="small" disabled=${!editable} onClick=${fresh}>${t("write.new.show")}…</button>
    <button class="small help" aria-label=${t("write.keys")} onClick=${help}>?</button>
    <span class="saved" role="status" data-phase=${phase}>${t(`write.phase.${phase}`)}</span>
  </header>`;
}

/** What everybody on this page must know: shown on stage, locked, not allowed, files that do not open. */
export function Banners({ locked }) {
  const faults = book.data?.faults ?? [];
  const other = !live.on && (show.state?.previewed ?? []).length > 0;
  return html`${live.on &&
    html`<p class="banner onstage" role="alert">
      ${t("write.onstage")} <button onClick=${() => live.end()}>${t("write.onstage.end")}</button>
    </p>`}
    ${other && html`<p class="banner onstage" role="status">${t("write.onstage.other")}</p>`}
    ${may("edit") &&
    locked &&
    html`<div class="banner locked">
      <p role="status">${t("write.locked")}</p>
      <${Lock} />
    </div>`}
    ${show.you &&
    !may("edit") &&
    html`<p class="banner locked" role="status">
      ${t("write.notallowed")} <a href="/door">${t("write.notallowed.where")}</a>
    </p>`}
    ${faults.length > 0 &&
    html`<div class="banner broken" role="alert">
      ${t("write.broken")}
      <ul>
        ${faults.slice(0, 4).map((fault) => html`<li>${fault.file}:${fault.line} ${fault.found}; ${fault.wanted}</li>`)}
      </ul>
    </div>`}`;
}

export class Help extends Watching {
  topics = [];
  button = createRef();

  componentDidMount() {
    super.componentDidMount();
    this.button.current.focus();
  }

  render({ close }) {
    return html`<div class="veil" onClick=${close}>
      <div
        class="dialog"
        role="dialog"
        aria-modal="true"
        aria-label=${t("write.keys")}
        onClick=${(event) => event.stopPropagation()}
      >
        <h2>${t("write.keys")}</h2>
        <dl class="keys">
          ${KEYS.map(([keys, does]) => html`<dt><kbd>${keys}</kbd></dt><dd>${t(`write.key.${does}`)}</dd>`)}
        </dl>
        <footer><button ref=${this.button} onClick=${close}>${t("write.close")}</button></footer>
      </div>
    </div>`;
  }
}
