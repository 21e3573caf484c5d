// The places of a number that a cue can be put on: every note, and every quarter of a bar that has no note.

import { barAt, barsUnder, placeAt } from "../playhead.js";

const NEAR = 1e-6;

/** All beats of the map that can be walked to, in order. */
export function places(map) {
  const beats = map.anchors.map((anchor) => anchor[0]);
  for (const [start, end, , , page] of map.bars) {
    for (let beat = start; page && beat < end - NEAR; beat += 1) beats.push(beat);
  }
  beats.sort((a, b) => a - b);
  return beats.filter((beat, index) => index === 0 || beat - beats[index - 1] > NEAR);
}

/** The place next to a beat: `by` 1 or -1. */
export function next(all, beat, by) {
  if (by > 0) return all.find((place) => place > beat + NEAR) ?? all[all.length - 1];
  return all.findLast((place) => place < beat - NEAR) ?? all[0];
}

/** The start of the bar after a beat, or of its own bar, or of the one before where it is at the start. */
export function nextBar(map, beat, by) {
  const starts = map.bars.map((bar) => bar[0]);
  if (by > 0) return starts.find((start) => start > beat + NEAR) ?? starts[starts.length - 1];
  return starts.findLast((start) => start < beat - NEAR) ?? starts[0];
}

/** The beats drawn nearest to a point of a page, one for each pass of its bar; empty where no bar is. */
export function beatsUnder(map, all, page, x, y) {
  const bars = barsUnder(map, page, x, y);
  if (bars.length === 0) return [];
  const [start, end] = bars[0];
  const inBar = all.filter((beat) => beat >= start - NEAR && beat < end - NEAR);
  const away = (beat) => Math.abs(placeAt(map, beat).x - x);
  const nearest = inBar.reduce((best, beat) => (away(beat) < away(best) ? beat : best));
  return bars.map((bar) => bar[0] + nearest - start).filter((beat, index) => beat < bars[index][1]);
}

/** Every pass of the place at a beat. */
export function passesOf(map, beat) {
  const bar = barAt(map, beat);
  const drawn = (other) => other[4] === bar[4] && other[5] === bar[5] && other[7] === bar[7];
  return map.bars.filter(drawn).map((other) => other[0] + beat - bar[0]);
}
