// What this page knows of the show, and what it asks of it. The page decides nothing: the show does.

import { Clock } from "./clock.js";
import { serves } from "./fresh.js";
import { leaveIfSignedOut } from "./knock.js";
import { refused, t } from "./language.js";
import { Link } from "./link.js";

const OLD = 800; // milliseconds without an update after which what is shown counts as old
const PATIENCE = 1000; // milliseconds within which the show should have answered
const NEEDS = {
  press: "press",
  tell: "press",
  acknowledge: "acknowledge",
  master: "light",
  park: "light",
  flash: "light",
  highlight: "light",
  lock: "edit",
};
const SHOWN = { sent: 2 * PATIENCE, done: 3000, refused: 10000 }; // milliseconds

const TOPICS = ["state", "now", "line", "notice", "you", "look", "book"];
const watchers = Object.fromEntries(TOPICS.map((topic) => [topic, new Set()]));
const pending = new Map();
const clock = new Clock();
let updatedAt = -Infinity;
let forgetting;
let drawing = 0;

export const show = {
  state: null, // the latest whole state
  now: null, // the latest light update
  you: null, // who this page is to the desk: {name, role, department, rights, local, locked}
  revision: undefined, // the prompt book's, once it has changed
  live: false, // whether updates are coming
  look: null, // another place of the evening that is looked at, {number, beat, asked}; null: where the music is
  notice: null, // the last press and what became of it: {command, label, phase, why}; null after a while

  /** Calls `redraw` on a topic: "state", "now", "you", "line" (live or not), "notice", "look", "book". Returns what ends it. */
  watch(topic, redraw) {
    watchers[topic].add(redraw);
    return () => watchers[topic].delete(redraw);
  },

  /** The show's time in milliseconds. */
  time: () => clock.now(),

  /** Seconds since the last update. */
  silence: () => (performance.now() - updatedAt) / 1000,

  /** `cue`: the one that is meant; for GO, where none is named, the one that stands by. `name`: what it is called. */
  press(command, cue = command === "go" ? (show.state?.standby ?? "") : "", name = cue) {
    const sends = cue !== "" && !(command === "go" && show.state.frozen); // after STOP, GO only lets things go on
    const label = t(`running.command.${command}`);
    ask({ type: "press", command, cue }, command, sends ? `${label} ${name}` : label);
  },

  /** Whoever is at this page stands by for the cue. */
  acknowledge(cue) {
    ask({ type: "acknowledge", cue }, "acknowledge", t("running.acknowledge.cue", { cue }));
  },

  tell(number, beat, place) {
    ask({ type: "tell", number, beat }, "tell", t("running.told.place", { place }));
  },

  /** Shows another place of the evening; null: where the music is again. */
  lookAt(place) {
    show.look = place && { ...place, asked: performance.now() };
    changed("look");
  },

  /** Whether there is to be a line to the show, on a page that may stand before the door. */
  listen(on) {
    if (on) link.open();
    else link.rest();
  },

  /** Locks the running show against edits, or opens it. */
  lock(on) {
    ask({ type: "lock", on }, "lock", t(on ? "door.lock.on" : "door.lock.off"));
  },

  /** The grand master, or the submaster that is named. */
  master(level, name = "") {
    const words = { name: name || t("running.master"), level: `${Math.round(100 * level)} %` };
    ask({ type: "master", level, name }, "master", t("running.told.master", words));
  },

  /** Parks a role or a fixture; null: lets it go. */
  park(target, value) {
    ask({ type: "park", target, value }, "park", `${t(value ? "house.lights.park" : "house.lights.unpark")} ${target}`);
  },

  /** A flash button went down or up. */
  flash(target, on) {
    ask({ type: "flash", target, on }, "flash", `${t("house.lights.flash")} ${target}`);
  },

  /** One fixture alone, to focus it; empty: none. */
  highlight(fixture) {
    ask({ type: "highlight", fixture }, "highlight", t("house.laid.highlight", { name: fixture || "–" }));
  },
};

/** Whether whoever is at this page may "see", "acknowledge", "press", "light" or "edit". */
export function may(right) {
  return show.you?.rights.includes(right) ?? false;
}

/** Somebody's role in words: "viewer", or the name of the department. */
function role({ role, department }) {
  return department ? t(`house.department.${department}`) : t(`door.role.${role}`);
}

/** A new id. crypto.randomUUID is for https alone, and phones come by plain http. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function changed(topic) {
  watchers[topic].forEach((redraw) => redraw());
}

function ask(message, command, label) {
  const id = newId();
  const needed = NEEDS[message.type];
  if (show.live && needed && !may(needed)) {
    return note({ command, label, phase: "refused", why: t("door.refused", { who: role(show.you) }) });
  }
  // A press kept for a show that does not listen would come out late, when nobody wants it any more.
  if (!show.live || !link.send({ ...message, id })) {
    return note({ command, label, phase: "refused", why: t("running.answer.lost") });
  }
  pending.set(id, { command, label });
  note({ id, command, label, phase: "sent", why: "" });
  setTimeout(() => {
    if (pending.has(id)) note({ id, command, label, phase: "refused", why: t("running.answer.none") });
  }, PATIENCE);
}

function note(notice) {
  show.notice = notice;
  changed("notice");
  clearTimeout(forgetting);
  forgetting = notice && setTimeout(() => note(null), SHOWN[notice.phase]);
}

function answered({ id, done, why }) {
  const asked = pending.get(id);
  if (asked === undefined) return;
  pending.delete(id);
  note({ id, ...asked, phase: done ? "done" : "refused", why: refused(why) });
}

function heard(message) {
  if (message.type === "answer") return answered(message);
  if (message.type === "files") return serves(message.version, () => pending.size > 0);
  if (message.type === "you") {
    show.you = message;
    return changed("you");
  }
  if (message.type === "book") {
    show.revision = message.revision;
    return changed("book");
  }
  if (message.type === "state") {
    show.state = message;
    return changed("state");
  }
  if (message.type !== "now") return;
  clock.heard(message.now);
  updatedAt = performance.now();
  show.now = message;
  setLive(true);
  drawing ||= requestAnimationFrame(draw);
}

/** Updates may come faster than frames: each frame draws the latest. */
function draw() {
  drawing = 0;
  changed("now");
}

function lost() {
  leaveIfSignedOut();
  clock.forget();
  pending.forEach((asked, id) => answered({ id, done: false, why: t("running.answer.perhaps") }));
  setLive(false);
}

function setLive(live) {
  if (live === show.live) return;
  show.live = live;
  changed("line");
}

const link = new Link(`${location.protocol.replace("http", "ws")}//${location.host}/ws`, heard, lost);
if (location.pathname !== "/door") link.open(); // there somebody may have to sign in first
setInterval(() => {
  if (performance.now() - updatedAt > OLD) setLive(false);
}, 100);
