// The whole evening on one line, from 0 to 1: its numbers as long as they last, and room for the cues between them.

const ROOM = 0.012; // of the evening's music, for each cue outside it
const LEAST = 0.04; // and at least so much where there is any

/** {numbers: [{id, title, from, to}], ticks: [{cue, x}]} of a state. */
export function evening({ numbers, cues }) {
  const gaps = loose(numbers, cues);
  const music = numbers.reduce((sum, number) => sum + number.seconds, 0) || 1;
  const wide = gaps.map((gap) => gap.length && music * Math.max(LEAST, ROOM * gap.length));
  const whole = wide.reduce((sum, width) => sum + width, music);
  let from = wide[0] / whole;
  const placed = numbers.map((number, index) => {
    const to = from + number.seconds / whole;
    const segment = { ...number, from, to };
    from = to + wide[index + 1] / whole;
    return segment;
  });
  const between = gaps.flatMap((gap, index) => {
    const start = index === 0 ? 0 : placed[index - 1].to;
    return gap.map((cue, at) => ({ cue, x: start + ((at + 0.5) / gap.length) * (wide[index] / whole) }));
  });
  const bound = cues.filter((cue) => cue.in !== null).map((cue) => ({ cue, x: xOf(placed, cue.in, cue.beat) }));
  const known = new Map([...between, ...bound].map((tick) => [tick.cue.number, tick.x]));
  let last = 0;
  const ticks = cues.map((cue) => ({ cue, x: (last = known.get(cue.number) ?? last) }));
  return { numbers: placed, ticks };
}

/** The cues that are bound to no place, by the gap they stand in: before each number, and after the last. */
function loose(numbers, cues) {
  const gaps = [[], ...numbers.map(() => [])];
  const ids = numbers.map((number) => number.id);
  let gap = 0;
  cues.forEach((cue, index) => {
    if (cue.in !== null) return void (gap = ids.indexOf(cue.in) + 1);
    if (cue.over) gap = Math.max(gap, ids.indexOf(cue.over) + 1);
    const next = cues.slice(index).find((other) => other.in !== null);
    const within = next && !cue.over && ids.indexOf(next.in) + 1 === gap;
    if (!within) gaps[gap].push(cue); // one within a number stands where the cue before it does
  });
  return gaps;
}

/** Where a beat of a number lies. */
export function xOf(numbers, id, beat) {
  const { from, to, end } = numbers.find((number) => number.id === id);
  return from + (beat / (end || 1)) * (to - from);
}

/** The place at x: {number, beat}, the nearest where there is no music; null in an evening without any. */
export function placeOf(numbers, x) {
  const far = ({ from, to }) => Math.max(from - x, x - to, 0);
  const [near] = [...numbers].sort((a, b) => far(a) - far(b));
  if (!near) return null;
  const part = (x - near.from) / (near.to - near.from);
  return { number: near.id, beat: Math.min(Math.max(part, 0), 0.999) * near.end };
}
