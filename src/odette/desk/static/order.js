// The order of the evening: where it is, what comes next and who brings it, the calls of the house.

import { html, Watching } from "./html.js";
import { onKey } from "./keys.js";
import { t } from "./language.js";
import { bringing, callName, calls, clockTime, counted, isOver } from "./parts.js";
import { minutes, named, partNext, partNow, parts, until } from "./parts.js";
import { may, show } from "./show.js";
import { Seeing } from "./standby.js";
import { acts } from "./transport.js";

const TWICE = 3000; // milliseconds within which the button is pressed again to leave a number that is played

/** What the evening is in, with its time. */
export class Now extends Seeing {
  seen() {
    const part = partNow();
    return part ? counted(part) : "";
  }

  render() {
    const part = partNow();
    if (!part) return html`<b>${t("order.before")}</b>`;
    return html`<b>${named(part)}</b> <span class="time" data-over=${isOver(part)}>${this.seen()}</span>`;
  }
}

/** The calls, each with its time of day; the next with the time until it. */
export class Calls extends Seeing {
  seen() {
    const next = calls().find((call) => call.given === null && until(call.due) > 0);
    return next && show.live ? `${next.name} ${minutes(until(next.due))}` : calls().length;
  }

  render() {
    const { advertised } = show.state.evening;
    const listed = calls();
    if (listed.length === 0) return null;
    const next = listed.find((call) => call.given === null && until(call.due) > 0);
    const begins = advertised !== null && listed.some((call) => call.due < advertised);
    return html`<ol class="calls-of-house" aria-label=${t("order.calls")}>
      ${listed.map((call) => {
        const state = call.given !== null ? "given" : call === next ? "next" : until(call.due) > 0 ? "ahead" : "missed";
        return html`<li key=${call.due} data-state=${state}>
          ${state === "given" ? "✓ " : ""}${callName(call.name)} <b>${clockTime(call.given ?? call.due)}</b>
          ${state === "next" && show.live && html` <em>${minutes(until(call.due))}</em>`}
          ${state === "missed" && html` <em>${t("order.missed")}</em>`}
        </li>`;
      })}
      ${begins && html`<li data-state="begins">${t("order.advertised")} <b>${clockTime(advertised)}</b></li>`}
    </ol>`;
  }
}

/** The next call and the next part, for whoever waits in the wings. */
export class Ahead extends Seeing {
  seen() {
    const call = calls().find(({ given, due }) => given === null && until(due) > 0);
    if (call && show.live) return t("order.call.in", { call: callName(call.name), time: minutes(until(call.due)) });
    const next = partNext();
    return next ? `→ ${named(next)}` : "";
  }

  render() {
    if (parts().length === 0) return null;
    return html`<p class="order-line"><span><${Now} /></span> <span>${this.seen()}</span></p>`;
  }
}

/** The order on the running page: one line, and the button for the next part. */
export class Order extends Watching {
  topics = ["state", "line", "notice", "you"];
  state = { leaving: false };

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(onKey("Shift+p", () => this.goOn()));
  }

  /** To the next part; out of a number that is being played only when it is pressed twice. */
  goOn() {
    const next = partNext();
    if (!next) return;
    clearTimeout(this.staying);
    if (partNow() && playing() && !this.state.leaving) {
      this.setState({ leaving: true });
      this.staying = setTimeout(() => this.setState({ leaving: false }), TWICE);
      return;
    }
    this.setState({ leaving: false });
    show.press("part", next.id, named(next));
  }

  render(_, { leaving }) {
    if (parts().length === 0) return null;
    const next = partNext();
    const { notice } = show;
    return html`<section class="order" aria-label=${t("order.region")}>
      <p class="part-now"><${Now} /></p>
      <${Calls} />
      ${next &&
      html`<button
        class="press part"
        aria-disabled=${!may("press")}
        aria-keyshortcuts="Shift+P"
        aria-pressed=${leaving}
        data-brings=${next.brings}
        data-phase=${notice?.command === "part" ? notice.phase : ""}
        ...${acts(() => this.goOn())}
      >
        <b>${leaving ? t("order.leave", { part: named(partNow()) }) : `→ ${named(next)}`}</b>
        <small>${t("running.command.part")}: ${leaving ? t("running.panic.again") : bringing(next)} <kbd>⇧ P</kbd></small>
      </button>`}
    </section>`;
  }
}

/** Whether a number is being played: leaving it ends it. */
function playing() {
  const position = show.now?.position;
  return position?.number === show.state?.number && ["playing", "holding"].includes(position?.following);
}
