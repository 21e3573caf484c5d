// GO and its kin, by touch and by key; and the line that says what became of the last press.

import { Fader } from "./fader.js";
import { html, Watching } from "./html.js";
import { onKey } from "./keys.js";
import { t } from "./language.js";
import { may, show } from "./show.js";

const TWICE = 3000; // milliseconds within which PANIC must be pressed again

/** Attributes of a button that acts on touching, not on letting go; a click without a pointer (Enter) acts too. */
export function acts(act) {
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      act();
    },
    onClick: (event) => event.detail === 0 && act(),
  };
}

export class Transport extends Watching {
  topics = ["state", "line", "notice", "you"];
  state = { panicking: false };

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      onKey(" ", () => show.press("go")),
      onKey("h", () => show.press(this.hand())),
      onKey("b", () => show.press("back")),
      onKey("Backspace", () => show.press("back")),
      onKey("s", () => show.press("stop")),
      onKey("Shift+b", () => show.press("blackout")),
      onKey("Escape", () => this.panic()),
    );
  }

  /** The command that the HOLD / FOLLOW key gives now. */
  hand() {
    return show.state?.mode === "held" ? "follow" : "hold";
  }

  panic() {
    clearTimeout(this.calming);
    if (this.state.panicking) {
      this.setState({ panicking: false });
      return show.press("panic");
    }
    this.setState({ panicking: true });
    this.calming = setTimeout(() => this.setState({ panicking: false }), TWICE);
  }

  button(command, { key, keys = key, act, label, under = "", on = false }) {
    const { notice } = show;
    return html`<button
      class=${`press ${command}`}
      aria-pressed=${on}
      aria-disabled=${!may("press")}
      aria-keyshortcuts=${keys}
      data-phase=${notice?.command === command ? notice.phase : ""}
      ...${acts(act ?? (() => show.press(command)))}
    >
      <b>${label ?? t(`running.command.${command}`)}</b><small>${under} <kbd>${key}</kbd></small>
    </button>`;
  }

  render() {
    const { standby, frozen, blackout, mode } = show.state ?? {};
    const { panicking } = this.state;
    const held = mode === "held";
    const next = frozen ? "" : (standby ?? "–");
    return html`<footer class="foot">
      <${Answer} />
      <nav class="transport" aria-label=${t("running.transport")}>
        ${this.button("panic", {
          act: () => this.panic(),
          label: t(panicking ? "running.panic.sure" : "running.command.panic"),
          under: panicking ? t("running.panic.again") : "",
          key: "Esc Esc",
          keys: "Escape",
          on: panicking,
        })}
        ${this.button("blackout", {
          under: blackout ? t("running.blackout.on") : "",
          key: "⇧ B",
          keys: "Shift+B",
          on: blackout,
        })}
        <${Master} />
        ${this.button("back", { key: "B" })}
        ${this.button("stop", { under: frozen ? t("running.stop.on") : "", key: "S", on: frozen })}
        ${this.button(this.hand(), {
          under: t(held ? "running.follow.under" : "running.hold.under"),
          key: "H",
          on: held,
        })}
        ${this.button("go", {
          label: html`${t("running.command.go")} <em>${next}</em>`,
          under: frozen ? t("running.go.frozen") : "",
          key: t("running.space"),
          keys: "Space",
        })}
      </nav>
    </footer>`;
  }
}

/** What became of the last press. A refusal stays long enough to be read from across the room. */
export class Answer extends Watching {
  topics = ["notice"];

  render() {
    const { notice } = show;
    if (notice === null) return html`<p class="answer" role="status" aria-live="assertive"></p>`;
    const words = notice.phase === "sent" ? "…" : t(`running.answer.${notice.phase}`, { why: notice.why });
    return html`<p class="answer" role="status" aria-live="assertive" data-phase=${notice.phase}>
      <b>${notice.label}</b> ${words}
    </p>`;
  }
}

class Master extends Watching {
  render() {
    return html`<${Fader}
      label=${t("running.master")}
      name=${t("running.master.grand")}
      level=${show.state?.master ?? 1}
      send=${(level) => show.master(level)}
    />`;
  }
}
