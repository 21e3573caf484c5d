// Where a beat stands on the engraved page. A map has
//   anchors: [[beat, page, x, top, bottom], ...] in order of beat
//   bars:    [[start, end, number, pass, page, x0, x1, top, bottom], ...] in order of start
// in the units of the pages' drawing.

const FURTHEST = 1; // seconds that the playhead may run ahead of what was heard

/** The beat at the show's time (ms): what was heard, carried on at its tempo while the players play. */
export function beatAt(position, time) {
  if (position.following !== "playing") return position.beat;
  const since = time / 1000 - position.heard_at / 1e9;
  return position.beat + (Math.min(Math.max(since, 0), FURTHEST) * position.tempo) / 60;
}

const EASE = 150; // milliseconds in which two thirds of a correction are taken in
const LEAP = 1.5; // quarter notes: a correction this large is a jump, and shown as one

/**
 * Where the playhead is drawn next, {beat, time (ms)}: it runs at the tempo and takes corrections in gently. While the
 * players play it never runs back, except in a jump. `shown`: where it was drawn last; null: nowhere.
 */
export function glided(shown, beat, time, { following, tempo }) {
  if (shown === null || Math.abs(beat - shown.beat) >= LEAP) return { beat, time };
  const passed = time - shown.time;
  const playing = following === "playing";
  const run = shown.beat + (playing ? (passed / 60000) * tempo : 0);
  const next = run + (1 - Math.exp(-passed / EASE)) * (beat - run);
  return { beat: playing ? Math.max(next, shown.beat) : next, time };
}

/** The place of a beat: {page, x, top, bottom}, gliding between anchors and never across the end of a line. */
export function placeAt(map, beat) {
  const { anchors } = map;
  const at = Math.max(0, lastUpTo(anchors, beat));
  const [from, page, x, top, bottom] = anchors[at];
  const next = anchors[at + 1];
  const end = next ?? [barAt(map, beat)?.[1] ?? from];
  const sameLine = next && next[1] === page && next[3] === top && next[2] >= x;
  const endX = sameLine ? next[2] : Math.max(x, barAt(map, from)?.[6] ?? x);
  const part = end[0] > from ? Math.min(Math.max((beat - from) / (end[0] - from), 0), 1) : 0;
  return { page, x: x + part * (endX - x), top, bottom };
}

/** The last anchor at or before a beat, for those who want no motion. */
export function anchorAt(map, beat) {
  const [, page, x, top, bottom] = map.anchors[Math.max(0, lastUpTo(map.anchors, beat))];
  return { page, x, top, bottom };
}

/** The bar that sounds at a beat. */
export function barAt(map, beat) {
  return map.bars[Math.max(0, lastUpTo(map.bars, beat))];
}

/** The first place of the line on which a beat stands. */
export function lineStart(map, beat) {
  const { anchors } = map;
  let at = Math.max(0, lastUpTo(anchors, beat));
  const [, page, , top, bottom] = anchors[at];
  while (at > 0 && anchors[at - 1][1] === page && anchors[at - 1][3] === top) at -= 1;
  return { page, x: anchors[at][2], top, bottom };
}

/** The beats, one for each pass, of the note nearest to a point of a page; empty where the page has none. */
export function beatsUnder(map, page, x, y) {
  const here = map.anchors.filter((anchor) => anchor[1] === page);
  const line = nearest(here, (anchor) => Math.max(anchor[3] - y, y - anchor[4], 0));
  const note = nearest(line, (anchor) => Math.abs(anchor[2] - x))[0];
  return line.filter((anchor) => anchor[2] === note[2]).map((anchor) => anchor[0]);
}

/** Those of `rows` that are least far. */
function nearest(rows, distance) {
  const least = Math.min(...rows.map(distance));
  return rows.filter((row) => distance(row) === least);
}

/** All passes of the bar drawn at a point of a page; empty where there is none. */
export function barsUnder(map, page, x, y) {
  const distance = (bar) => Math.max(bar[7] - y, y - bar[8], 0);
  const across = map.bars.filter((bar) => bar[4] === page && bar[5] <= x && x < bar[6]);
  const nearest = Math.min(...across.map(distance));
  return across.filter((bar) => distance(bar) === nearest && nearest < bar[8] - bar[7]);
}

/** All passes of the bar with this number, as printed. */
export function barsNumbered(map, number) {
  return map.bars.filter((bar) => String(bar[2]) === number);
}

/** The page that comes after the one at this beat; null on the last. */
export function pageAfter(map, beat) {
  const at = Math.max(0, lastUpTo(map.anchors, beat));
  const page = map.anchors[at][1];
  return map.anchors.slice(at).find((anchor) => anchor[1] !== page)?.[1] ?? null;
}

function lastUpTo(rows, beat) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][0] <= beat) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
