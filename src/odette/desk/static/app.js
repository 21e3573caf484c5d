// The running page: the whole desk, drawn from what the show says.

import { Alarms } from "./alerts.js";
import { CueList } from "./cues.js";
import { open } from "./house.js";
import { html } from "./html.js";
import { Order } from "./order.js";
import { Question } from "./question.js";
import { Banner, Head, News, Where } from "./readouts.js";
import { Score } from "./score.js";
import { Stage } from "./stage.js";
import { Spoken, Standby } from "./standby.js";
import { Strip } from "./strip.js";
import { Transport } from "./transport.js";

function Running() {
  return html`<${Head} />
    <${Banner} />
    <${Alarms} />
    <${Question} />
    <main id="main" tabindex="-1">
      <${Score} />
      <div class="along"><${Order} /><${Strip} /></div>
      <div class="right"><${Where} /><${Spoken} /><${Standby} /><${CueList} /></div>
      <${Stage} />
      <${News} />
    </main>
    <${Transport} />`;
}

open(Running);
