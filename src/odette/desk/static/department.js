// One department's page, for a phone in the wings: its own cues, what is called of them, and "standing by".

import { aloud, said, stage } from "./calling.js";
import { Menu, open } from "./house.js";
import { html, Watching } from "./html.js";
import { onKey } from "./keys.js";
import { t } from "./language.js";
import { Banner } from "./readouts.js";
import { Ahead } from "./order.js";
import { called } from "./parts.js";
import { may, show } from "./show.js";
import { Countdown, goes, Seeing, StandingBy } from "./standby.js";
import { Answer } from "./transport.js";
import { thought, title } from "./words.js";

const DEPARTMENT = decodeURIComponent(location.pathname.split("/").at(-1));
const CALLED = new Set(["warn", "standby", "go"]);

function cues() {
  return (show.state?.cues ?? []).filter((cue) => cue.department === DEPARTMENT);
}

/** Cues that have neither gone nor been passed over. */
function coming() {
  return cues().filter((cue) => cue.went === null && cue.status !== "passed");
}

function stoodBy(cue) {
  return cue.acknowledged.includes(show.you?.name);
}

/** The first cue to come for which whoever is here has not said so yet. */
function unanswered() {
  return coming().find((cue, index) => !stoodBy(cue) && (index === 0 || CALLED.has(stage(cue))));
}

/** What is called of this department's cues, filling the width of a phone. */
class Called extends Seeing {
  say() {
    const call = called()?.text;
    if (DEPARTMENT === "calls") return { stage: "", words: "", text: aloud(cues())?.text ?? call };
    return { ...said(cues()), text: call };
  }

  seen() {
    return JSON.stringify(this.say());
  }

  render() {
    const { stage: at, words, text } = this.say();
    const stage = at || (text ? "aloud" : "");
    return html`<section class="called" aria-live="assertive" aria-label=${t("running.say")} data-stage=${stage}>
      ${words || text || t("running.say.nothing")}
    </section>`;
  }
}

class Next extends Watching {
  topics = ["state", "line", "you"];

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(onKey(" ", () => this.acknowledge()));
  }

  acknowledge() {
    const cue = unanswered();
    if (cue) show.acknowledge(cue.number);
  }

  render() {
    const [cue] = coming();
    if (!cue) return html`<section class="next none">${show.state && t("running.department.none")}</section>`;
    const asked = unanswered();
    return html`<section class="next" data-department=${cue.department}>
      <p class="which">
        <b class="number">${cue.number}</b>
        <span>${title(cue)}<small>${cue.where} · ${goes(cue)}</small></span>
      </p>
      <${Countdown} key=${cue.number} cue=${cue} fallback="" />
      ${cue.name && cue.text && DEPARTMENT !== "lights" && html`<p class="text">${cue.text}</p>`}
      ${cue.note && html`<p class="text">${cue.note}</p>`}
      <p><${StandingBy} who=${cue.acknowledged} /></p>
      ${may("acknowledge") &&
      html`<button
        class="stand"
        aria-pressed=${!asked}
        disabled=${!asked || !show.live}
        aria-keyshortcuts="Space"
        onClick=${() => this.acknowledge()}
      >
        ${asked ? t("running.acknowledge.cue", { cue: asked.number }) : t("running.acknowledge.done")}
      </button>`}
    </section>`;
  }
}

/** The cues after the next one, and those that went. */
class Others extends Watching {
  topics = ["state", "line"];

  render() {
    const next = coming()[0]?.number;
    const rows = [...coming().slice(1), ...cues().filter((cue) => cue.went !== null).toReversed()];
    return html`<ol class="others" aria-label=${t("running.cues")}>
      ${rows
        .filter((cue) => cue.number !== next)
        .map(
          (cue) => html`<li key=${cue.number} data-department=${cue.department} data-status=${cue.status}>
            <b class="number">${cue.number}</b>
            <span>${title(cue)} <${StandingBy} who=${cue.acknowledged} /></span>
            ${cue.went === null
              ? html`<${Countdown} cue=${cue} fallback=${cue.where} />`
              : html`<span class="count">${t(`running.status.${cue.status}`)}</span>`}
          </li>`,
        )}
    </ol>`;
  }
}

class Music extends Watching {
  topics = ["now", "line"];

  render() {
    const { position, told } = show.now ?? {};
    const upbeat = show.state?.numbers.find((number) => number.id === position?.number)?.upbeat;
    const held = show.state?.mode === "held" && t("running.department.held");
    return html`<p class="music" data-following=${position?.following}>
      <b>${position?.where ?? "–"}</b> ${held || (show.now && thought(position, told, show.time(), upbeat))}
    </p>`;
  }
}

function Department() {
  const name = t(`house.department.${DEPARTMENT}`);
  document.title = `${name}: Odette`;
  return html`<header class="head" data-department=${DEPARTMENT}><${Menu} /><h1>${name}</h1></header>
    <${Banner} />
    <main id="main" class="wings" tabindex="-1">
      <${Ahead} />
      <${Music} />
      <${Called} />
      <${Next} />
      <${Others} />
    </main>
    <footer class="foot"><${Answer} /></footer>`;
}

open(Department);
