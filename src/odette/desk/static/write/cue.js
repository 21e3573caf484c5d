// A cue as the prompt book writes it: one flat table of keys and values; and what differs between two of them.

import { t } from "../language.js";

export const TRIGGERS = ["at", "on", "follow", "hang", "clock"];
const BESIDE = { at: ["in"], on: ["in", "after"], follow: ["after"], hang: ["after"], clock: [] };

/** The flat table of a cue as GET /api/book gives it. */
export function written(cue) {
  const { number, department, authority, name, note, list, again, trigger, actions } = cue;
  return clean({ number, department, authority, name, note, list, again, ...trigger, ...actions });
}

const PLAIN = ["number", "department", "authority", "name", "note", "list", "again"];
const TRIGGERING = [...TRIGGERS, "in", "after"];

/** What was changed in a flat table, as an edit says it: its trigger as a whole, its actions one by one. */
export function asFields(changed, table) {
  const some = (keys) => Object.fromEntries(Object.entries(changed).filter(([key]) => keys(key)));
  const fields = some((key) => PLAIN.includes(key));
  const actions = some((key) => !PLAIN.includes(key) && !TRIGGERING.includes(key));
  if (Object.keys(actions).length) fields.actions = actions;
  if (Object.keys(changed).some((key) => TRIGGERING.includes(key))) {
    fields.trigger = clean(Object.fromEntries(TRIGGERING.map((key) => [key, table[key]])));
  }
  return fields;
}

/** Without what says nothing. */
function clean(table) {
  return Object.fromEntries(Object.entries(table).filter(([key, value]) => !nothing(key, value)));
}

function nothing(key, value) {
  if (value === null || value === undefined || value === false) return true;
  return value === "" && key !== "text"; // an empty title clears the one that is shown
}

/** Which trigger the table has; "called" where it waits for GO. "on" comes with what it waits for: "on:applause". */
export function triggerOf(table) {
  const key = TRIGGERS.find((trigger) => table[trigger] !== undefined);
  if (key === "on") return `on:${table.on}`;
  return key ?? "called";
}

/** The table with another trigger, what belongs to the one before left out. */
export function withTrigger(table, kind) {
  const [key, what] = kind.split(":");
  const kept = Object.fromEntries(
    Object.entries(table).filter(([name]) => !TRIGGERS.includes(name) && !["in", "after"].includes(name)),
  );
  if (key === "called") return { ...kept, authority: "called" };
  const beside = Object.fromEntries(BESIDE[key].filter((name) => name in table).map((name) => [name, table[name]]));
  return { ...kept, ...beside, [key]: what ?? table[key] ?? "" };
}

/** What was changed: key → new value; null where it is taken out. */
export function changes(before, after) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !same(plain(before[key], key), plain(after[key], key)));
  return Object.fromEntries(changed.map((key) => [key, plain(after[key], key)]));
}

function plain(value, key) {
  return nothing(key, value) ? null : value;
}

export function same(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/**
 * Where edits made on the book `base` change what is otherwise in the book `now`:
 * [{what, before, mine, theirs}], each in words. Empty: both can hold.
 */
export function clashes(edits, base, now) {
  return edits.flatMap((edit) => {
    if (edit.do === "look") {
      return clashOf(`${t("write.look")} ${edit.name}`, base.looks[edit.name], edit.look, now.looks[edit.name]);
    }
    if (edit.do === "add") {
      const taken = cueIn(now, edit.cue.number);
      return taken ? clashOf(`${t("write.cue")} ${edit.cue.number}`, null, flat(edit.cue), written(taken)) : [];
    }
    const [before, theirs] = [cueIn(base, edit.cue), cueIn(now, edit.cue)].map((cue) => cue && written(cue));
    if (!before) return [];
    if (edit.do === "delete" || !theirs) {
      return clashOf(`${t("write.cue")} ${edit.cue}`, before, edit.do === "delete" ? null : t("write.kept"), theirs);
    }
    const mine = edit.do === "move" ? { at: edit.at } : flat(edit.fields ?? {});
    return Object.keys(mine).flatMap((key) => clashOf(t(`write.field.${key}`), before[key], mine[key], theirs[key]));
  });
}

/** The edits once more, mine on top of theirs: what they added is changed, what they deleted is made again. */
export function onTop(edits, base, now) {
  return edits.map((edit) => {
    if (edit.do === "add" && cueIn(now, edit.cue.number)) {
      const { number, ...fields } = edit.cue;
      return { do: "change", cue: number, fields };
    }
    const lost = ["change", "move"].includes(edit.do) && !cueIn(now, edit.cue) && cueIn(base, edit.cue);
    return lost ? { do: "add", cue: madeAgain(lost, edit) } : edit;
  });
}

/** A cue that is no more, as the edit wanted it. */
function madeAgain({ in: _in, beat: _beat, line: _line, ...cue }, { at, in: number, fields = {} }) {
  const moved = clean({ at, in: number });
  const actions = clean({ ...cue.actions, ...fields.actions });
  return { ...cue, trigger: { ...cue.trigger, ...moved }, ...fields, actions };
}

function cueIn(book, number) {
  return book.cues.find((cue) => cue.number === number);
}

/** The fields of an edit as one table. */
function flat({ trigger, actions, ...plain }) {
  const none = trigger ? Object.fromEntries(TRIGGERS.map((key) => [key, null])) : {};
  return { ...plain, ...none, ...trigger, ...actions };
}

function clashOf(what, before, mine, theirs) {
  if (same(before ?? null, theirs ?? null) || same(mine ?? null, theirs ?? null)) return [];
  return [{ what, before: inWords(before), mine: inWords(mine), theirs: inWords(theirs) }];
}

/** A value as it is written, for people. */
export function inWords(value) {
  if (value === null || value === undefined) return t("write.nothing");
  if (value === true) return t("write.yes");
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([key, entry]) => `${key} ${inWords(entry)}`)
      .join(", ");
  }
  return String(value) || t("write.nothing");
}
