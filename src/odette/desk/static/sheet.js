// How large the page is drawn, and which part of it is in view.

export const ZOOMS = ["system", "page", "width", "notes"];

const NARROWEST = 760; // pixels: a line is drawn at least so wide, and moved sideways on a phone
const SMALLEST = 0.6; // of the width of the view: so far a page shrinks for a tall orchestra to fit
const STAFF = 72; // height of a staff in the units of the drawing
const READABLE = 24; // pixels that a staff must be high to be read from a chair
const LEGIBLE = 12; // pixels of a staff below which notes are no longer told apart
export const FLAGS = 56; // pixels that a line of music may be moved into view beyond its page, for the flags over it
export const GRIP = 48; // pixels kept under a line for the playhead's grip

/** Pixels per unit of the drawing. `line`: height of the page's tallest line of music. */
export function scaleOf(zoom, [w, h], line, view) {
  switch (zoom) {
    case "page":
      return Math.min(view.width / w, (view.height - FLAGS / 2) / h);
    case "width":
      return view.width / w;
    case "notes":
      return READABLE / STAFF;
    default: {
      const wide = Math.max(view.width, NARROWEST) / w;
      return Math.max(Math.min(wide, (view.height - FLAGS - GRIP) / line), SMALLEST * wide);
    }
  }
}

/**
 * The zoom for somebody who has chosen none: a whole line of music, if its notes can be told apart then; else large
 * notes, if half of the line is seen then; else as large as the page's width allows.
 */
export function usualZoom(size, line, view) {
  if (scaleOf("system", size, line, view) * STAFF >= LEGIBLE) return "system";
  const seen = (view.height - FLAGS - GRIP) / (line * scaleOf("notes", size, line, view));
  return seen >= 0.5 ? "notes" : "width";
}

/**
 * Where the page lies in the view so that the line that plays is seen: {x, y} in pixels. `before`: where it lay; the
 * page moves sideways only when the music is about to leave the view. `lean`, 0 to 1: which part of a line that is
 * taller than the view.
 */
export function laid(size, scale, view, { x, top, bottom }, before, lean) {
  const [w, h] = size.map((side) => side * scale);
  const over = (bottom - top) * scale - (view.height - FLAGS - GRIP);
  const middle = 0.5 * (view.height + FLAGS - GRIP) - ((top + bottom) / 2) * scale;
  const wanted = over <= 0 ? middle : FLAGS - top * scale - lean * over;
  const fits = h <= view.height && over <= 0;
  return {
    x: w <= view.width + 1 ? (view.width - w) / 2 : across(w, view.width, x * scale, before),
    y: fits ? (view.height - h) / 2 : within(wanted, view.height - h - GRIP, FLAGS),
  };
}

function across(w, width, x, before) {
  const at = before === null ? -1 : x + before.x;
  const kept = at > 0.08 * width && at < 0.8 * width;
  return within(kept ? before.x : 0.2 * width - x, width - w, 0);
}

/** Where the page lies after it was pulled: its edge stays in the view. */
export function pulled(size, scale, view, { x, y }) {
  const [w, h] = size.map((side) => side * scale);
  return {
    x: w <= view.width ? (view.width - w) / 2 : within(x, view.width - w, 0),
    y: h <= view.height ? (view.height - h) / 2 : within(y, view.height - h - GRIP, FLAGS),
  };
}

export function within(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
