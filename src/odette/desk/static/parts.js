// The order of the evening: its parts, their times, the calls of the house. What is known of them, in words.

import { spoken, t } from "./language.js";
import { show } from "./show.js";

const USUAL = ["half", "quarter", "five", "beginners"];
const JUST = 20; // seconds for which a call that was given is still to be read

/** The parts of the evening; empty where a show is one number and no more. */
export function parts() {
  const { parts, advertised } = show.state?.evening ?? { parts: [], advertised: null };
  return parts.length > 1 || advertised !== null ? parts : [];
}

/** What a part is called: by its title, or where it has none of its own, as every house calls it. */
export function named(part) {
  return part.title.toLowerCase() === part.kind ? t(`order.kind.${part.kind}`) : part.title;
}

export function partNow() {
  return parts().find((part) => part.status === "now");
}

export function partNext() {
  return parts().find((part) => part.status === "next");
}

/** The next number of the evening. */
export function numberNext() {
  return parts().find((part) => part.number && ["next", "ahead"].includes(part.status))?.number;
}

/** Seconds of the show's time until `at`; negative after it. */
export function until(at) {
  return at / 1e9 - show.time() / 1000;
}

/** Minutes and seconds, never less than nothing. */
export function minutes(s) {
  const whole = Math.max(0, Math.ceil(s - 0.05));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A time of day, as the wall clock here shows it. */
export function clockTime(at) {
  const time = new Date(Date.now() + 1000 * until(at));
  return time.toLocaleTimeString(spoken(), { timeStyle: "short", hourCycle: "h23" });
}

/** What is counted of the part that is now: to its end where that is known, else from its beginning. */
export function counted(part) {
  const { advertised } = show.state.evening;
  if (part.number || !show.live) return "";
  if (part.over !== null && part.kind === "interval") {
    const left = until(part.over);
    return left >= 0 ? t("order.left", { time: minutes(left) }) : t("order.over", { time: minutes(-left) });
  }
  if (part.kind === "house open" && advertised !== null) {
    const left = until(advertised);
    return left >= 0 ? t("order.curtain", { time: minutes(left) }) : t("order.late", { time: minutes(-left) });
  }
  return part.began === null ? "" : minutes(Math.floor(-until(part.began)));
}

export function isOver(part) {
  return part.kind === "interval" && part.over !== null && until(part.over) < 0;
}

/** Who brings the next part, and when. */
export function bringing(part) {
  const when = part.due === null ? "" : `, ${clockTime(part.due)}`;
  return t(`order.brings.${part.brings}`) + when;
}

/** The calls that concern the part that is now: those to come, those missed in it, and the last one given in it. */
export function calls() {
  const { calls } = show.state?.evening ?? { calls: [] };
  const began = partNow()?.began ?? -Infinity;
  const mine = calls.filter((call) => call.due >= began || call.given >= began);
  const given = Math.max(...mine.map((call) => call.given ?? -Infinity));
  return mine.filter((call) => call.given === null || call.given === given);
}

/** A call by its name, where it is one that every house knows. */
export function callName(name) {
  return USUAL.includes(name) ? t(`order.call.${name}`) : name;
}

/** A call as it is read aloud. */
function aloud(name) {
  return USUAL.includes(name) ? t(`order.say.${name}`) : t("order.say.other", { call: name });
}

/** What is read aloud of the call that has just been given, {text, now}; null where there is none. */
export function called() {
  const given = (show.state?.evening?.calls ?? []).filter((call) => call.given !== null && -until(call.given) < JUST);
  const [last] = given.toSorted((one, other) => other.given - one.given);
  return last && show.live ? { text: aloud(last.name), now: true } : null;
}
