// Numbers of cues: the next free one between two others. A cue keeps its number for life, so none is ever changed.

const FINE = 1000; // cue numbers have up to three decimals
const ENDS = ["music ends", "applause", "applause over"]; // after the last note of their number

function whole(number) {
  return Math.round(Number(number) * FINE);
}

/**
 * A free number for a cue after `before` and in front of `after` (numbers as text; null: the first, the last).
 * As round as may be: 12 and 14 → 13; 12 and 13 → 12.5; 12 and 12.5 → 12.2.
 */
export function between(before, after, taken) {
  const used = new Set(taken.map(whole));
  const low = before === null ? 0 : whole(before);
  const most = Math.max(0, ...used);
  const high = after === null ? (Math.floor(Math.max(low, most) / FINE) + 2) * FINE : whole(after);
  if (after === null && most > low) return text((Math.floor(most / FINE) + 1) * FINE);
  for (const step of [FINE, FINE / 10, FINE / 100, 1]) {
    const free = [];
    for (let n = Math.floor(low / step) * step + step; n < high; n += step) if (!used.has(n)) free.push(n);
    const wanted = step === FINE ? low : (low + high) / 2;
    if (free.length) return text(free.reduce((best, n) => (Math.abs(n - wanted) < Math.abs(best - wanted) ? n : best)));
  }
  return text((Math.floor(most / FINE) + 1) * FINE);
}

function text(number) {
  return String(number / FINE);
}

/** A free number for a cue at a beat of a number; with no beat, at the end of the book. */
export function suggested(data, number, beat) {
  const numbers = (data.show.number ?? []).map((entry) => entry.id);
  const later = (cue) => {
    const ended = ENDS.includes(cue.trigger.on);
    const [here, there] = [numbers.indexOf(number), numbers.indexOf(ended ? cue.trigger.in : cue.in)];
    return there > here || (there === here && (ended || cue.beat > beat));
  };
  const main = data.cues.filter((cue) => !cue.list && !cue.actions?.list);
  const at = beat === null ? -1 : main.findIndex(later);
  const end = beat === null || at === -1 ? lastAt(main, numbers, number, beat) : at;
  const before = main[end - 1]?.number ?? null;
  const after = main[end]?.number ?? null;
  return between(before, after, data.cues.map((cue) => cue.number));
}

/** Where a cue stands that no placed cue comes after: behind the last one placed up to it, and those that follow it. */
function lastAt(cues, numbers, number, beat) {
  if (beat === null) return cues.length;
  const placed = cues.map((cue) => cue.beat !== null && numbers.indexOf(cue.in) <= numbers.indexOf(number));
  const last = placed.lastIndexOf(true);
  return last === -1 ? cues.length : last + 1;
}
