// The desk: one page, drawn from what the show says.

import { CueList, Standby } from "./cues.js";
import { html, render } from "./html.js";
import { Banner, Head, News, Where } from "./readouts.js";
import { Score } from "./score.js";
import { Stage } from "./stage.js";
import { Transport } from "./transport.js";

function Desk() {
  return html`<${Head} />
    <${Banner} />
    <main>
      <${Score} />
      <${Where} />
      <${Standby} />
      <${CueList} />
      <${Stage} />
      <${News} />
    </main>
    <${Transport} />`;
}

render(html`<${Desk} />`, document.getElementById("desk"));
