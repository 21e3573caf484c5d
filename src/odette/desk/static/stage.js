// The stage in plan, seen from above: upstage is up, the house is below the curtain line.

import { html, Watching } from "./html.js";
import { show } from "./show.js";

const MARGIN = 1.2; // metres round the outermost lamps
const NAMED = 48; // lamps up to which each bears its name

/** The part of the plan to show, in metres: {x, y, width, height}, y downwards. */
function extent(fixtures) {
  const xs = fixtures.map((fixture) => fixture.x);
  const ys = fixtures.map((fixture) => -fixture.y);
  const left = Math.min(-3, ...xs) - MARGIN;
  const top = Math.min(-1, ...ys) - MARGIN;
  return {
    left,
    top,
    width: Math.max(3, ...xs) + MARGIN - left,
    height: Math.max(1, ...ys) + 1.5 * MARGIN - top,
  };
}

/** Light as the eye takes it: half the level looks brighter than half. */
function glow(level) {
  return Math.sqrt(Math.min(Math.max(level, 0), 1));
}

function Lamp({ fixture, radius, value, named }) {
  const [level, ...colour] = value ?? [0, 0, 0, 0];
  const rgb = `rgb(${colour.map((part) => Math.round(255 * Math.min(Math.max(part, 0), 1))).join(" ")})`;
  const [x, y] = [fixture.x, -fixture.y];
  return html`<g>
    <title>${fixture.name || fixture.id}: ${Math.round(100 * level)} %</title>
    <circle class="halo" cx=${x} cy=${y} r=${1.9 * radius} fill=${rgb} fill-opacity=${0.28 * glow(level)} />
    <circle class="lamp" cx=${x} cy=${y} r=${radius} fill=${rgb} fill-opacity=${glow(level)} />
    ${named && html`<text x=${x} y=${y + 2.6 * radius} font-size=${1.3 * radius}>${fixture.id}</text>`}
  </g>`;
}

export class Stage extends Watching {
  topics = ["state", "now"];

  render() {
    const fixtures = show.state?.stage.fixtures ?? [];
    const { left, top, width, height } = extent(fixtures);
    const radius = Math.min(0.5, Math.max(0.12, Math.min(width, height) / Math.max(12, 2.2 * Math.sqrt(fixtures.length))));
    return html`<section class="stage" aria-label="Stage">
      <svg viewBox=${`${left} ${top} ${width} ${height}`} role="img" aria-label="Plan of the stage with its lamps">
        <line class="curtain" x1=${left} x2=${left + width} y1="0" y2="0" />
        <text class="curtain-name" x=${left + 0.15} y=${-0.15} font-size=${1.1 * radius}>curtain</text>
        ${fixtures.map(
          (fixture) => html`<${Lamp}
            key=${fixture.id}
            fixture=${fixture}
            radius=${radius}
            value=${show.now?.levels[fixture.id]}
            named=${fixtures.length <= NAMED}
          />`,
        )}
      </svg>
    </section>`;
  }
}
