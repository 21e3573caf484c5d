// How things are said on the page.

import { figure, t } from "./language.js";

export const INITIALS = { lights: "L", titles: "T", messages: "M", calls: "C", machinery: "X" };

/** What a cue is called in a list: its name, else what it does. */
export function title(cue) {
  return cue.name || cue.text || (cue.department === "titles" ? t("running.title.out") : "");
}

/** Seconds ahead, as a caller counts them. */
export function seconds(s) {
  if (s <= 0.05) return t("running.time.now");
  if (s < 60) return t("running.time.seconds", { s: figure(s, 1) });
  return `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
}

/** What a cue is, beside its name. */
export function describe({ department, authority, where }) {
  return [t(`house.department.${department}`), t(`running.authority.${authority}`), where].filter(Boolean).join(" · ");
}

const PAUSE = 2; // seconds of standing still that are worth counting

/** What the follower thinks, as a person would say it; `told`: where a person last said that the players are. */
export function thought(position, told, time, upbeat) {
  const since = (at) => Math.max(0, Math.floor((time - at / 1e6) / 1000));
  if (told && (told.found === null || since(told.found) < PAUSE)) {
    return t(told.found === null ? "running.thought.told" : "running.thought.found", told);
  }
  if (!position) return t("running.where.none");
  const { following, bar, sure } = position;
  const s = since(position.since);
  if (following === "playing") return t(sure ? "running.thought.steady" : "running.thought.unsure", { bar });
  if (following === "holding" && s >= PAUSE) return t("running.thought.holding.since", { bar, s });
  if (following === "waiting" && upbeat) return t("running.thought.upbeat");
  return t(`running.thought.${following}`, { bar, s });
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
