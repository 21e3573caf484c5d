// What people should know: above the page what needs somebody, until it is over or was dismissed; and all of it, in a
// list with its times.

import { html, Watching } from "./html.js";
import { said, spoken, t } from "./language.js";
import { show } from "./show.js";
import { ago } from "./words.js";

const SHOWN = 60; // seconds for which an alert about a moment is shown above the page

const dismissed = new Set(JSON.parse(sessionStorage.getItem("dismissed") ?? "[]"));

/** Seconds since an alert was raised; NaN while the show's time is not known. */
function age(alert) {
  return (show.time() - alert.at / 1e6) / 1000;
}

function words(alert) {
  return said({ ...alert, key: `alerts.${alert.key}` });
}

/** All alerts that need somebody: alarms before warnings, the newest first. */
function pressing() {
  const alerts = (show.state?.alerts ?? [])
    .filter((alert) => alert.severity !== "news" && !dismissed.has(alert.id))
    .filter((alert) => alert.key !== "recognised") // it is asked, larger
    .filter((alert) => (alert.about ? !alert.over : age(alert) < SHOWN))
    .toReversed();
  return ["alarm", "warning"].flatMap((severity) => alerts.filter((alert) => alert.severity === severity));
}

/** What needs somebody now, one thing at a time: once it is seen, the next. */
export class Alarms extends Watching {
  topics = ["state", "line"];

  componentDidMount() {
    super.componentDidMount();
    this.aging = setInterval(() => this.setState({}), 1000);
  }

  componentWillUnmount() {
    super.componentWillUnmount();
    clearInterval(this.aging);
  }

  dismiss(id) {
    dismissed.add(id);
    sessionStorage.setItem("dismissed", JSON.stringify([...dismissed].slice(-100)));
    this.setState({});
  }

  render() {
    const [first, ...more] = pressing();
    const newest = show.state?.alerts.at(-1);
    return html`<p class="unseen" role="status" aria-live="polite">${newest && words(newest)}</p>
      ${first &&
      html`<section class="alarms" aria-label=${t("house.alarms")} data-severity=${first.severity}>
        <p>
          <b>${t(`house.severity.${first.severity}`)}</b> ${words(first)} <small>${ago(age(first))}</small>
        </p>
        ${more.length > 0 && html`<small class="more">${t("house.alarms.more", { n: more.length })}</small>`}
        <button class="small" onClick=${() => this.dismiss(first.id)}>${t("house.dismiss")}</button>
      </section>`}`;
  }
}

/** All of them, newest first, each with the time of day. */
export class AlertList extends Watching {
  topics = ["state", "line"];

  render() {
    const alerts = (show.state?.alerts ?? []).toReversed();
    return html`<ol class="alerts" aria-label=${t("house.alerts")} tabindex="0">
      ${alerts.map(
        (alert) => html`<li key=${alert.id} data-severity=${alert.severity} data-over=${alert.over}>
          <time>${clockTime(alert)}</time> ${words(alert)}
        </li>`,
      )}
    </ol>`;
  }
}

function clockTime(alert) {
  const seconds = age(alert);
  if (Number.isNaN(seconds)) return "";
  return new Date(Date.now() - 1000 * seconds).toLocaleTimeString(spoken(), { timeStyle: "medium", hourCycle: "h23" });
}
