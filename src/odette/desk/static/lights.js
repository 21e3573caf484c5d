// Light by hand: masters, parks, flashes, one fixture to focus, a light cue out of its turn.

import { Alarms } from "./alerts.js";
import { Fader } from "./fader.js";
import { Focus } from "./focus.js";
import { Menu, open } from "./house.js";
import { html, Watching } from "./html.js";
import { Laid } from "./laid.js";
import { t } from "./language.js";
import { Banner } from "./readouts.js";
import { may, show } from "./show.js";
import { Answer } from "./transport.js";
import { percent, title } from "./words.js";

class Lights extends Watching {
  topics = ["state", "you"];

  render() {
    const { state } = show;
    return html`<header class="head">
        <${Menu} />
        <h1>${t("house.page.lights")}</h1>
        <p class="badges">
          ${state?.blackout && html`<span class="badge loud">${t("running.head.blackout")}</span>`} <${Laid} />
        </p>
      </header>
      <${Banner} />
      <${Alarms} />
      ${state &&
      html`<main id="main" class="lights" tabindex="-1" aria-disabled=${!may("light")}>
          ${show.you && !may("light") && html`<p class="only">${t("house.lights.only")}</p>`}
          <${Masters} state=${state} />
          <${Targets} state=${state} />
          <${Cues} state=${state} />
        </main>
        <footer class="foot lights-foot">
          <${Answer} />
          <${Focus} />
        </footer>`}`;
  }
}

function Masters({ state }) {
  return html`<section aria-label=${t("house.lights.masters")}>
    <h2>${t("house.lights.masters")}</h2>
    <${Fader} label=${t("running.master.grand")} level=${state.master} send=${(level) => show.master(level)} />
    ${Object.entries(state.submasters).map(
      ([name, level]) => html`<${Fader}
        key=${name}
        label=${name}
        level=${level}
        send=${(moved) => show.master(moved, name)}
      />`,
    )}
    <button class="wide" aria-pressed=${state.blackout} onClick=${() => show.press("blackout")}>
      ${t("running.command.blackout")} ${state.blackout && t("running.blackout.on")}
    </button>
  </section>`;
}

/** Every role and every fixture: to flash, and to park at a level. */
class Targets extends Watching {
  topics = [];
  state = { level: 1 };

  park(target) {
    const parked = this.props.state.parked.includes(target);
    show.park(target, parked ? null : { level: this.state.level });
  }

  row(target, name, { parked }) {
    const on = parked.includes(target);
    const words = t(on ? "house.lights.unpark" : "house.lights.park");
    return html`<li key=${target}>
      <span>${name}</span>
      <${FlashButton} target=${target} name=${name} />
      <button data-on=${on} aria-label=${`${words} ${name}`} onClick=${() => this.park(target)}>${words}</button>
    </li>`;
  }

  render({ state }, { level }) {
    return html`<section aria-label=${t("house.lights.parks")}>
      <h2>${t("house.lights.parks")}</h2>
      <label class="master">
        <span>${t("house.lights.park at")} <b>${percent(level)}</b></span>
        <input
          type="range"
          min="0"
          max="100"
          value=${Math.round(100 * level)}
          onInput=${(event) => this.setState({ level: Number(event.target.value) / 100 })}
        />
      </label>
      <ul class="targets" aria-label=${t("house.lights.roles")}>
        ${state.roles.map((role) => this.row(role, role, state))}
      </ul>
      <details>
        <summary>${t("house.lights.fixtures")}</summary>
        <ul class="targets">
          ${state.stage.fixtures.map(({ id, name }) => this.row(id, name === id ? id : `${id} ${name}`, state))}
        </ul>
      </details>
    </section>`;
  }
}

/** At full while it is held down, by a finger or by a key; whatever takes the hand away lets it go. */
class FlashButton extends Watching {
  topics = [];
  state = { on: false };

  componentDidMount() {
    super.componentDidMount();
    const away = () => this.flash(false);
    for (const leaving of ["blur", "pagehide"]) {
      addEventListener(leaving, away);
      this.stops.push(() => removeEventListener(leaving, away));
    }
  }

  componentWillUnmount() {
    super.componentWillUnmount();
    this.flash(false);
  }

  flash(on) {
    if (on === this.state.on) return;
    this.setState({ on });
    show.flash(this.props.target, on);
  }

  key(event, on) {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) this.flash(on);
  }

  render({ name }, { on }) {
    const away = () => this.flash(false);
    return html`<button
      class="flash"
      aria-pressed=${on}
      aria-label=${`${t("house.lights.flash")} ${name}`}
      onPointerDown=${(event) => event.button === 0 && this.flash(true)}
      onPointerUp=${away}
      onPointerLeave=${away}
      onPointerCancel=${away}
      onKeyDown=${(event) => this.key(event, true)}
      onKeyUp=${(event) => this.key(event, false)}
      onBlur=${away}
      onContextMenu=${(event) => event.preventDefault()}
    >
      ${t("house.lights.flash")}
    </button>`;
  }
}

/** A light cue out of its turn; a cue list let go. */
class Cues extends Watching {
  topics = [];
  state = { cue: "" };

  render({ state }, { cue }) {
    const lit = state.cues.filter(({ department }) => department === "lights");
    const next = lit.find(({ status }) => status === "standby" || status === "waiting");
    const chosen = cue || (next ?? lit[0])?.number || "";
    return html`<section aria-label=${t("house.lights.cues")}>
      <h2>${t("house.lights.cues")}</h2>
      <div class="row">
        <select
          aria-label=${t("house.lights.cue")}
          value=${chosen}
          onChange=${(event) => this.setState({ cue: event.target.value })}
        >
          ${lit.map((each) => html`<option key=${each.number} value=${each.number}>${each.number} ${title(each)}</option>`)}
        </select>
        <button onClick=${() => show.press("go to", chosen)}>${t("running.command.go to")}</button>
      </div>
      ${Object.entries(state.lists).map(
        ([name, stands]) => html`<div class="row" key=${name}>
          <span>${t("house.lights.list", { name, cue: stands })}</span>
          <button onClick=${() => show.press("release", stands)}>${t("running.command.release")}</button>
        </div>`,
      )}
    </section>`;
  }
}

open(Lights);
