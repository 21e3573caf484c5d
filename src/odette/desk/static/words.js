// How things are said on the page.

import { figure, t } from "./language.js";

export const INITIALS = { lights: "L", titles: "T", messages: "M", calls: "C", machinery: "X" };

/** What a cue is called in a list: its name, else what it does. */
export function title(cue) {
  return cue.name || cue.text || (cue.department === "titles" ? t("running.title.out") : "");
}

/** A place for reading at a glance: [bar and beat, the rest that matters], without parts of a beat. */
export function glance(where) {
  const [, place, rest] = where.match(/^(.*?\.\d+|\S*)(?:\+\d+\/\d+)?(.*)$/);
  return [place, rest.trim()];
}

/** Seconds ahead, as a caller counts them. */
export function seconds(s) {
  if (s <= 0.05) return t("running.time.now");
  if (s < 60) return t("running.time.seconds", { s: figure(s, 1) });
  return `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
}

/** How long ago. */
export function ago(s) {
  if (s < 60) return t("running.time.ago", { s: Math.max(0, Math.floor(s)) });
  return t("running.time.minutes", { min: Math.floor(s / 60) });
}

/** Late or early against the plan, in milliseconds. */
export function late(ms) {
  return t("running.time.late", { ms: `${ms < 0 ? "−" : "+"}${Math.abs(Math.round(ms))}` });
}

export function percent(part) {
  return `${Math.round(100 * part)} %`;
}
