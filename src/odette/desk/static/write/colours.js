// Colours as the prompt book writes them, and as a screen shows them.

let known = {}; // filter or temperature → "#rrggbb", as the show reckons them

/** Fetches what filters and temperatures look like. */
export async function learnColours() {
  const response = await fetch("/api/colours").catch(() => null);
  if (response?.ok) known = await response.json();
}

/** The filters there are, for lists: ["L201", ...]. */
export function filters() {
  return Object.keys(known);
}

/** What a written colour looks like, "" where it says none: "#2040a0", "L201", "3200K", a palette's name. */
export function shownAs(written, palette = {}) {
  if (typeof written !== "string") return "";
  const said = typeof palette[written] === "string" ? palette[written] : written.trim();
  if (/^#[0-9a-f]{6}$/i.test(said)) return said.toLowerCase();
  const kelvin = /^(\d{4,5}) ?K$/i.exec(said);
  const key = kelvin ? `${Math.round(kelvin[1] / 100) * 100}K` : said.toUpperCase();
  return known[key] ?? "";
}
