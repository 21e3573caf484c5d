// One department's page.

import { Menu, open } from "./house.js";
import { html } from "./html.js";
import { t } from "./language.js";

function Department() {
  return html`<header class="head"><${Menu} /><h1>${t("house.departments")}</h1></header>
    <main id="main" tabindex="-1"></main>`;
}

open(Department);
