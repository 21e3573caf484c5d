// How things are said on the page.

export const COMMANDS = {
  go: "GO",
  hold: "HOLD",
  follow: "FOLLOW",
  back: "BACK",
  stop: "STOP",
  panic: "PANIC",
  blackout: "BLACKOUT",
};

export const STATUSES = {
  waiting: "",
  standby: "standby",
  armed: "armed",
  running: "running",
  done: "done",
  passed: "passed over",
};

export const INITIALS = { lights: "L", titles: "T", messages: "M", calls: "C", machinery: "X" };

/** What a cue is called in a list: its name, else what it does. */
export function title(cue) {
  return cue.name || cue.text || (cue.department === "titles" ? "title out" : "");
}

/** A place for reading at a glance: [bar and beat, the rest that matters], without parts of a beat. */
export function glance(where) {
  const [, place, rest] = where.match(/^(.*?\.\d+|\S*)(?:\+\d+\/\d+)?(.*)$/);
  return [place, rest.trim()];
}

/** Seconds ahead, as a caller counts them. */
export function seconds(s) {
  if (s <= 0.05) return "now";
  if (s < 60) return `${s.toFixed(1)} s`;
  return `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
}

/** How long ago. */
export function ago(s) {
  if (s < 60) return `${Math.max(0, Math.floor(s))} s ago`;
  return `${Math.floor(s / 60)} min ago`;
}

/** Late or early against the plan, in milliseconds. */
export function late(ms) {
  return `${ms < 0 ? "−" : "+"}${Math.abs(Math.round(ms))} ms`;
}

export function percent(part) {
  return `${Math.round(100 * part)} %`;
}
