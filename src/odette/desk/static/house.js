// What all pages share: the way past the menu, the menu, the language, the theme.

import { createRef, html, render, Watching } from "./html.js";
import { onEscape } from "./keys.js";
import { LANGUAGES, onLanguage, speak, spoken, t } from "./language.js";
import { show } from "./show.js";

export const THEMES = ["dark", "contrast", "red"];

/** Puts a page into its house. The page draws `<main id="main" tabindex="-1">`, and `<${Menu} />` in its head. */
export function open(page) {
  render(html`<${House} page=${page} />`, document.getElementById("desk"));
}

class House extends Watching {
  topics = [];

  componentDidMount() {
    this.stops = [onLanguage(() => this.setState({}))];
  }

  render({ page }) {
    return html`<a class="skip" href="#main">${t("house.skip")}</a>
      <${page} />
      <${RedLight} />`;
  }
}

/** What pictures look like by red light: bright where they are, in no other colour. */
function RedLight() {
  return html`<svg class="red-light" aria-hidden="true">
    <filter id="red" color-interpolation-filters="sRGB">
      <feColorMatrix values="1 0.6 0.4 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 1 0" />
    </filter>
  </svg>`;
}

/** The one menu of all pages. */
export class Menu extends Watching {
  state = { open: false };
  button = createRef();

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(onEscape(() => this.close()));
    this.away = ({ target }) => this.state.open && !target.closest(".menu") && this.setState({ open: false });
    addEventListener("pointerdown", this.away);
    this.stops.push(() => removeEventListener("pointerdown", this.away));
  }

  /** Whether it was open. */
  close() {
    if (!this.state.open) return false;
    this.setState({ open: false });
    this.button.current.focus();
    return true;
  }

  render(_, { open }) {
    return html`<div class="menu">
      <button
        ref=${this.button}
        class="small"
        aria-expanded=${open}
        aria-controls="menu"
        onClick=${() => this.setState({ open: !open })}
      >
        ☰ ${t("house.menu")}
      </button>
      ${open && html`<${Choices} />`}
    </div>`;
  }
}

function Choices() {
  const departments = [...new Set((show.state?.cues ?? []).map((cue) => cue.department))];
  return html`<div id="menu">
    <nav aria-label=${t("house.menu")}>
      <ul>
        <${Way} to="/">${t("house.page.running")}<//>
        <${Way} to="/lights">${t("house.page.lights")}<//>
        <${Way} to="/write">${t("house.page.write")}<//>
        <${Way} to="/podium">${t("house.page.podium")}<//>
        <${Way} to="/door">${t("house.page.door")}<//>
      </ul>
      ${departments.length > 0 &&
      html`<h2>${t("house.departments")}</h2>
        <ul>
          ${departments.map(
            (name) => html`<${Way} key=${name} to=${`/department/${name}`}>${t(`house.department.${name}`)}<//>`,
          )}
        </ul>`}
    </nav>
    <${Choice} label=${t("house.language")} names=${LANGUAGES} chosen=${spoken()} choose=${speak} />
    <${Theme} />
  </div>`;
}

function Way({ to, children }) {
  return html`<li><a href=${to} aria-current=${location.pathname === to ? "page" : undefined}>${children}</a></li>`;
}

/** One of several: `names` by value. */
function Choice({ label, names, chosen, choose }) {
  return html`<div role="group" aria-label=${label}>
    <h2>${label}</h2>
    ${Object.entries(names).map(
      ([value, name]) => html`<button
        key=${value}
        class="small"
        aria-pressed=${value === chosen}
        onClick=${() => choose(value)}
      >
        ${name}
      </button>`,
    )}
  </div>`;
}

class Theme extends Watching {
  topics = [];

  choose(theme) {
    localStorage.setItem("theme", theme);
    document.documentElement.dataset.theme = theme;
    this.setState({});
  }

  render() {
    const names = Object.fromEntries(THEMES.map((theme) => [theme, t(`house.theme.${theme}`)]));
    const chosen = document.documentElement.dataset.theme;
    return html`<${Choice}
      label=${t("house.theme")}
      names=${names}
      chosen=${chosen}
      choose=${(theme) => this.choose(theme)}
    />`;
  }
}
