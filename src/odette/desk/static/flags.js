// The cues at their notes: a line through the staves, and a flag with department and number over them.

import { html } from "./html.js";
import { placeAt } from "./playhead.js";
import { INITIALS } from "./words.js";

const HIGH = 24; // pixels a flag takes
const LETTER = 10; // and its label, for each character beyond the rest
const REST = 30;

/** `cues`: those bound to this number. */
export function Flags({ cues, map, page, scale }) {
  const placed = cues
    .map((cue) => ({ cue, place: placeAt(map, cue.beat) }))
    .filter(({ place }) => place.page === page)
    .sort((a, b) => a.place.top - b.place.top || a.place.x - b.place.x);
  const ends = new Map(); // where the last flag of each lane of each line ends
  return placed.map(({ cue, place }) => {
    const x = place.x * scale;
    const lanes = ends.get(place.top) ?? ends.set(place.top, []).get(place.top);
    const free = lanes.findIndex((end) => end <= x);
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = x + REST + LETTER * cue.number.length;
    const above = HIGH * (lane + 1);
    return html`<div
      key=${cue.number}
      class="flag"
      data-department=${cue.department}
      data-status=${cue.status}
      data-held=${cue.held}
      style=${{
        transform: `translate(${x}px, ${place.top * scale - above}px)`,
        height: `${(place.bottom - place.top) * scale + above}px`,
      }}
    >
      <span><i class="letter">${INITIALS[cue.department]}</i>${cue.number}</span>
    </div>`;
  });
}
