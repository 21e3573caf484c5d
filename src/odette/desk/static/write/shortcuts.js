// The keyboard of the writing pages: letters and arrows while nothing is typed; Ctrl with Z and Y always.

/** The name of a key with what is held: "n", "Shift+ArrowLeft", "Ctrl+z". */
function named(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && (event.key.length > 1 || control) ? "Shift+" : "";
  return `${control}${shift}${key}`;
}

function typing(target) {
  return target.matches?.("input:not([type=range], [type=checkbox], [type=radio]), textarea, select");
}

/** Calls `keys()[name]()` for keys that go down. Returns what ends it. */
export function listen(keys) {
  const heard = (event) => {
    if (event.altKey || event.defaultPrevented) return;
    const name = named(event);
    const act = keys()[name];
    if (act === undefined) return;
    // What is being typed has its own arrows, and its own undo; a slider has its arrows.
    if (typing(event.target) && name !== "Escape" && name !== "Ctrl+Enter") return;
    if (event.target.type === "range" && name.includes("Arrow")) return;
    if (act() !== false) event.preventDefault();
  };
  addEventListener("keydown", heard);
  return () => removeEventListener("keydown", heard);
}

/** What the keys do, for people: [[keys, key of the words], ...]. */
export const KEYS = [
  ["← →", "notes"],
  ["⇧ ← →", "bars"],
  ["↑ ↓", "cues"],
  ["Page ↑ ↓", "pages"],
  ["+ −", "zoom"],
  ["N", "new"],
  ["E / Enter", "edit"],
  ["M", "move"],
  ["C", "copy"],
  ["Del", "delete"],
  ["/", "find"],
  ["Ctrl Z / Y", "undo"],
  ["Ctrl Enter", "save"],
  ["Esc", "leave"],
];
