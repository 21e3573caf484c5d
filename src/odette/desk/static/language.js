// What the page says, in the language of whoever reads it: their own choice, else the browser's, else English.

import alerts from "./words/alerts.js";
import door from "./words/door.js";
import house from "./words/house.js";
import order from "./words/order.js";
import podium from "./words/podium.js";
import refusals from "./words/refusals.js";
import running from "./words/running.js";
import write from "./words/write.js";

const AREAS = { alerts, door, house, order, podium, refusals, running, write };
const redraws = new Set();

/** The languages to choose from, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" };

let language = [localStorage.getItem("language"), ...navigator.languages.map((tag) => tag.slice(0, 2)), "en"].find(
  (wanted) => wanted in LANGUAGES,
);
document.documentElement.lang = language;

/** The words for "area.key", each `{name}` in them filled from `values`. Asked for at each drawing, never kept. */
export function t(key, values = {}) {
  const dot = key.indexOf(".");
  const words = AREAS[key.slice(0, dot)]?.[language][key.slice(dot + 1)];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Words that came from the show: translated where their `key` is known here, else as they came in `text`. */
export function said({ text, key = "", values = {} }) {
  const dot = key.indexOf(".");
  const known = AREAS[key.slice(0, dot)]?.[language][key.slice(dot + 1)] !== undefined;
  return known ? t(key, values) : text;
}

/** Why the show has refused, which it says in English: in this language, whatever stands in the places of the words. */
export function refused(why) {
  for (const [key, words] of Object.entries(refusals.en)) {
    const parts = words.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const found = new RegExp(`^${parts.join("(.+)")}$`).exec(why);
    if (found === null) continue;
    const names = [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    return t(`refusals.${key}`, Object.fromEntries(names.map((name, index) => [name, found[index + 1]])));
  }
  return why;
}

/** A number as this language writes it. */
export function figure(value, digits = 0) {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The language that is spoken: "en" or "de". */
export function spoken() {
  return language;
}

export function speak(wanted) {
  language = wanted;
  localStorage.setItem("language", wanted);
  document.documentElement.lang = wanted;
  redraws.forEach((redraw) => redraw());
}

/** Calls `redraw` when another language is chosen. Returns what ends it. */
export function onLanguage(redraw) {
  redraws.add(redraw);
  return () => redraws.delete(redraw);
}
