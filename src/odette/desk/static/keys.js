// The keyboard. A key acts once, when it goes down; it must come up before it acts again.

const keys = new Map();
const escapes = [];
const down = new Set();

/** Calls `act` when the key goes down; `key` as in KeyboardEvent.key, "Shift+b" with shift. Returns what ends it. */
export function onKey(key, act) {
  keys.set(key, act);
  return () => keys.delete(key);
}

/** Called before the Escape key's own action, the latest first; returns whether it has used the key up. */
export function onEscape(use) {
  escapes.push(use);
  return () => escapes.splice(escapes.indexOf(use), 1);
}

function named(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  const letter = /^[a-z]$/i.test(event.key);
  if (letter && event.shiftKey) return `Shift+${event.key.toLowerCase()}`;
  return letter ? event.key.toLowerCase() : event.key;
}

function writing(target) {
  return target.matches?.("input:not([type=range]), select, textarea");
}

addEventListener("keydown", (event) => {
  const name = named(event);
  const act = keys.get(name);
  const button = name === "Enter" && event.target.matches?.("button");
  if (act === undefined && !button) return;
  if (writing(event.target) && name !== " " && name !== "Escape") return;
  const repeated = event.repeat || down.has(event.code);
  down.add(event.code);
  // A button with the focus is pressed by Enter; the space bar is GO wherever the focus is.
  if (!button || repeated) event.preventDefault();
  if (repeated || button) return;
  if (name === "Escape" && escapes.some((use) => use())) return;
  act();
});

addEventListener("keyup", (event) => {
  down.delete(event.code);
  if (event.key === " ") event.preventDefault();
});

addEventListener("blur", () => down.clear());
