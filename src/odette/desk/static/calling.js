// What a caller says of the cues to come: warn, standby, GO; and how long it is until each of them.

import { t } from "./language.js";
import { beatAt } from "./playhead.js";
import { show } from "./show.js";

const SPOKEN = 2.5; // seconds for which a GO is still being said
const ALOUD = 15; // seconds for which a called text is still to be read

/** What is left until a cue: {seconds, beats}, each null where it cannot be told. */
export function left(cue) {
  const position = show.now?.position;
  const due = show.now?.due[cue.number] ?? null;
  const counted = position && position.number === cue.in && cue.beat !== null && position.following !== "lost";
  const beats = counted && show.live ? Math.ceil(cue.beat - beatAt(position, show.time())) : null;
  return {
    seconds: due === null || !show.live ? null : due / 1e9 - show.time() / 1000,
    beats: beats > 0 ? beats : null,
  };
}

/** What a caller says of this cue now: "warn", "standby", "go" or nothing. */
export function stage(cue) {
  const { calling } = show.state;
  if (cue.status === "passed") return "";
  if (cue.went !== null) return since(cue) < SPOKEN ? "go" : "";
  const { seconds, beats } = left(cue);
  if (seconds === null) return "";
  if (seconds <= 0 && !alone(cue)) return "go"; // one that goes by itself may wait for its note
  if (seconds <= calling.standby) return "standby";
  const warned = cue.warn === null ? seconds <= calling.warn : beats !== null && beats <= Math.ceil(cue.beat - cue.warn);
  return warned ? "warn" : "";
}

/** Seconds since a cue went. */
function since(cue) {
  return show.time() / 1000 - cue.went / 1e9;
}

/** How a caller names a cue: "LX 12". */
export function named(cue) {
  return `${t(`running.short.${cue.department}`)} ${cue.number}`;
}

/** A cue's words, as a caller says them at this stage. */
export function words(at, cues) {
  return t(`running.say.${at}`, { cues: cues.map(named).join(", ") });
}

/** What is to be said now of these cues: {stage, words}; the most pressing alone. */
export function said(cues) {
  const stages = cues.map(stage);
  const at = ["go", "standby", "warn"].find((each) => stages.includes(each)) ?? "";
  return { stage: at, words: at && words(at, cues.filter((_, index) => stages[index] === at)) };
}

/** The text that is to be read aloud: one that has just been called, or is about to be; null: none. */
export function aloud(cues) {
  const called = cues.filter((cue) => cue.went !== null && since(cue) < ALOUD).at(-1);
  if (called) return { text: called.text, now: true };
  const next = cues.find((cue) => cue.went === null && ["standby", "go"].includes(stage(cue)));
  return next ? { text: next.text, now: false } : null;
}

/** Whether this cue goes by itself as things stand. */
export function alone(cue) {
  const lost = cue.in !== null && show.now?.position?.following === "lost";
  const called = cue.department === "machinery" || cue.authority === "called" || cue.held;
  return !called && !lost && show.state.mode === "auto";
}
