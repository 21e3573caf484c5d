// The stage in plan, seen from above: upstage is up, the house is below the curtain line.

import { html, Watching } from "./html.js";
import { t } from "./language.js";
import { show } from "./show.js";

const MARGIN = 0.14; // of the depth, round the outermost lamps
const SHAPE = 2; // width of the drawing by its height: what the desk has room for
const WIDEST = 2.2; // how far the plan may be pulled wide to fill it
const NAMED = 48; // lamps up to which each bears its name, where there is room

/** The plan on paper: {width, height, curtain, lamps: [{fixture, x, y}], radius, named}, y downwards. */
function plan(fixtures) {
  const xs = fixtures.map((fixture) => fixture.x);
  const ys = fixtures.map((fixture) => -fixture.y);
  const [left, right] = [Math.min(-3, ...xs), Math.max(3, ...xs)];
  const [top, bottom] = [Math.min(-1, ...ys), Math.max(1, ...ys)];
  const margin = MARGIN * (bottom - top);
  const height = bottom - top + 2.8 * margin; // more below, for the names under the lamps
  const pull = Math.min(Math.max((SHAPE * height - 2 * margin) / (right - left), 1), WIDEST);
  const lamps = fixtures.map((fixture) => ({
    fixture,
    x: margin + pull * (fixture.x - left),
    y: margin - fixture.y - top,
  }));
  const apart = nearest(lamps);
  const radius = Math.min(Math.max(0.45 * apart, height / 40), height / 16);
  const named = fixtures.length <= NAMED && apart > 2.8 * radius;
  return { width: pull * (right - left) + 2 * margin, height, curtain: margin - top, lamps, radius, named };
}

/** The distance between the two lamps that are closest to each other, those in one place aside. */
function nearest(lamps) {
  let least = Infinity;
  lamps.forEach((a, index) => {
    for (const b of lamps.slice(index + 1)) {
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      if (distance > 0) least = Math.min(least, distance);
    }
  });
  return least;
}

/** Light as the eye takes it: half the level looks brighter than half. */
function glow(level) {
  return Math.sqrt(Math.min(Math.max(level, 0), 1));
}

function Lamp({ lamp: { fixture, x, y }, radius, value, named }) {
  const [level, ...colour] = value ?? [0, 0, 0, 0];
  const rgb = `rgb(${colour.map((part) => Math.round(255 * Math.min(Math.max(part, 0), 1))).join(" ")})`;
  return html`<g>
    <title>${fixture.name || fixture.id}: ${Math.round(100 * level)} %</title>
    <circle class="halo" cx=${x} cy=${y} r=${1.9 * radius} fill=${rgb} fill-opacity=${0.28 * glow(level)} />
    <circle class="lamp" cx=${x} cy=${y} r=${radius} fill=${rgb} fill-opacity=${glow(level)} />
    ${named && html`<text x=${x} y=${y + 2.5 * radius} font-size=${1.2 * radius}>${fixture.id}</text>`}
  </g>`;
}

export class Stage extends Watching {
  topics = ["state", "now"];

  render() {
    const fixtures = show.state?.stage.fixtures ?? [];
    const { width, height, curtain, lamps, radius, named } = plan(fixtures);
    return html`<section class="stage" aria-label=${t("running.stage")}>
      <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${t("running.stage.plan")}>
        <line class="curtain" x1="0" x2=${width} y1=${curtain} y2=${curtain} stroke-width=${height / 200} />
        <text class="curtain-name" x="0" y=${curtain + height / 15} font-size=${height / 18}>
          ${t("running.stage.curtain")}
        </text>
        ${lamps.map(
          (lamp) => html`<${Lamp}
            key=${lamp.fixture.id}
            lamp=${lamp}
            radius=${radius}
            value=${show.now?.levels[lamp.fixture.id]}
            named=${named}
          />`,
        )}
      </svg>
    </section>`;
  }
}
