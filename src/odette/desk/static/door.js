// Signing in and out, the show lock, and for an editor at the show's own machine the PINs.

import { Menu, open } from "./house.js";
import { createRef, html, Watching } from "./html.js";
import { knock, look } from "./knock.js";
import { t } from "./language.js";
import { Lock } from "./lock.js";
import { Pins } from "./pins.js";
import { show } from "./show.js";

class Door extends Watching {
  topics = ["you", "state"];
  state = { seen: null };

  componentDidMount() {
    super.componentDidMount();
    this.look();
  }

  async look() {
    const seen = await look();
    show.listen(seen === null || seen.you !== null);
    this.setState({ seen });
  }

  inside(seen) {
    return html`<${Inside} you=${seen.you} guarded=${seen.guarded} />
      ${seen.you.rights.includes("edit") &&
      html`<${Lock} />
        <${Pins} seen=${seen} again=${() => this.look()} />`}
      <${Reached} urls=${seen.reached} />`;
  }

  render(_, { seen }) {
    return html`<header class="head"><${Menu} /><h1>${t("house.page.door")}</h1></header>
      <main id="main" class="door" tabindex="-1">
        ${seen === null ? null : seen.you === null ? html`<${SignIn} known=${seen.known} />` : this.inside(seen)}
      </main>`;
  }
}

/** Where somebody goes who has signed in: to the page that was asked for, or to the one that is theirs. */
function way({ role, department }) {
  const asked = new URLSearchParams(location.search).get("to") ?? "";
  const safe = asked.startsWith("/") && new URL(asked, location.origin).origin === location.origin;
  return safe ? asked : role === "department" ? `/department/${department}` : "/";
}

/** "editor", or the name of a department. */
function whose({ role, department }) {
  return role === "department" ? t(`house.department.${department}`) : t(`door.role.${role}`);
}

class SignIn extends Watching {
  topics = [];
  state = { wrong: "", busy: false, who: 0 };
  pin = createRef();
  name = createRef();

  async enter(event) {
    event.preventDefault();
    if (this.state.busy) return;
    this.setState({ busy: true, wrong: "" });
    const { role, department } = this.props.known[this.state.who];
    const body = { role, department, pin: this.pin.current.value, name: this.name.current.value };
    const answer = await knock("in", body);
    if (answer.done) return location.assign(way(answer.you));
    const why = answer.wait ? t("door.wait", { s: answer.wait }) : answer.why === "wrong PIN" ? t("door.wrong") : answer.why;
    this.setState({ busy: false, wrong: why });
    this.pin.current.value = "";
    this.pin.current.focus();
  }

  render({ known }, { wrong, busy, who }) {
    if (known.length === 0) return html`<p>${t("door.unknown")}</p>`;
    return html`<form onSubmit=${(event) => this.enter(event)}>
      <fieldset>
        <legend>${t("door.who")}</legend>
        ${known.map(
          (one, index) => html`<label class="choice">
            <input type="radio" name="who" checked=${index === who} onChange=${() => this.setState({ who: index })} />
            ${whose(one)}
          </label>`,
        )}
      </fieldset>
      <label>${t("door.name")} <input ref=${this.name} autocomplete="name" maxlength="32" /></label>
      <label>
        ${t("door.pin")}
        <input ref=${this.pin} type="password" autocomplete="current-password" maxlength="64" required />
      </label>
      <button class="strong" type="submit" aria-disabled=${busy}>${t("door.in")}</button>
      <p class="wrong" role="alert">${wrong}</p>
    </form>`;
  }
}

function Inside({ you, guarded }) {
  if (!guarded) return html`<p>${t("door.open")}</p>`;
  const leave = async () => {
    await knock("out", {});
    location.assign("/door");
  };
  const who = you.name === whose(you) || you.name === you.role ? whose(you) : `${you.name}, ${whose(you)}`;
  return html`<section>
    <p>${t("door.you", { who })}</p>
    <button onClick=${leave}>${t("door.out")}</button>
  </section>`;
}

function Reached({ urls }) {
  if (urls.length === 0) return null;
  return html`<section>
    <h2>${t("door.reached")}</h2>
    <ul>
      ${urls.map((url) => html`<li>${url}</li>`)}
    </ul>
  </section>`;
}

open(Door);
