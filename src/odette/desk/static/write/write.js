// The writing page: the score with its cues, the list, the form; the looks. What is written here stands in the files.

import { open } from "../house.js";
import { html, Watching } from "../html.js";
import { t } from "../language.js";
import { may, show } from "../show.js";
import { book, cueAsWritten } from "./book.js";
import { learnColours } from "./colours.js";
import { Conflict } from "./conflict.js";
import { onTop } from "./cue.js";
import { Form } from "./form.js";
import { Banners, Head, Help } from "./head.js";
import { List } from "./list.js";
import { Looks } from "./looks.js";
import { NewShow } from "./new.js";
import { suggested } from "./numbers.js";
import { Score } from "./score.js";
import { listen } from "./shortcuts.js";
import { live } from "./stage.js";

const NEWS = 8000; // milliseconds for which what was done stays to be read

class Write extends Watching {
  topics = ["you", "line", "state"];
  state = {
    tab: "cues",
    number: null, // the number whose score is open
    beat: null, // where the pen is
    at: "", // the same as the prompt book writes it, once that is known
    chosen: null, // the number of a cue
    form: null, // {fresh, cue, base, at}
    conflict: null, // {conflict, again, drop}
    news: null, // {words, bad}
    help: false,
    dropping: false, // whether a new show is asked for
  };
  score = null; // the score and the list, while they are drawn
  list = null;

  componentDidMount() {
    super.componentDidMount();
    this.stops.push(
      book.watch(() => this.bookChanged()),
      live.watch(() => this.setState({})),
      listen(() => this.keys()),
    );
    // What is being written is not thrown away for newer files of the page (fresh.js).
    const keep = (event) => this.state.form && event.preventDefault();
    document.addEventListener("renew", keep);
    this.stops.push(() => document.removeEventListener("renew", keep));
    learnColours().then(() => this.setState({}));
    book.load();
  }

  bookChanged() {
    const { number, chosen } = this.state;
    const known = book.numbers().some((entry) => entry.id === number);
    this.setState({
      number: known ? number : (book.numbers()[0]?.id ?? null),
      chosen: book.data && chosen !== null && !book.cue(chosen) ? null : chosen,
    });
  }

  locked() {
    return show.you?.locked ?? book.data?.locked ?? false;
  }

  editable() {
    return may("edit") && !this.locked();
  }

  keys() {
    if (this.state.conflict || this.state.dropping) return {};
    if (this.state.help) return { Escape: () => this.setState({ help: false }) };
    const always = {
      "Ctrl+z": () => this.step("undo"),
      "Ctrl+y": () => this.step("redo"),
      "Ctrl+Shift+z": () => this.step("redo"),
      "?": () => this.setState({ help: true }),
    };
    if (this.state.tab === "looks") return always;
    const { score } = this;
    const walk = {
      ArrowLeft: () => score?.walk(-1, false),
      ArrowRight: () => score?.walk(1, false),
      "Shift+ArrowLeft": () => score?.walk(-1, true),
      "Shift+ArrowRight": () => score?.walk(1, true),
      PageUp: () => score?.turn(-1),
      PageDown: () => score?.turn(1),
      "+": () => score?.zoom(1),
      "-": () => score?.zoom(-1),
    };
    if (this.state.form) {
      const save = () => document.querySelector("form.form")?.requestSubmit();
      return { ...always, ...walk, Escape: () => this.close(), "Ctrl+Enter": save };
    }
    const chosen = book.cue(this.state.chosen);
    return {
      ...always,
      ...walk,
      ArrowUp: () => this.walkCues(-1),
      ArrowDown: () => this.walkCues(1),
      n: () => this.begin(),
      e: () => chosen && this.edit(chosen),
      Enter: () => (document.activeElement?.matches("button, a") || !chosen ? false : this.edit(chosen)),
      m: () => chosen && this.state.beat !== null && this.move(chosen, this.state.beat),
      c: () => chosen && this.copy(chosen),
      Delete: () => chosen && this.remove(chosen),
      "/": () => this.list?.find(),
      Escape: () => this.setState({ chosen: null, beat: null, at: "" }),
    };
  }

  say(words, bad = false) {
    clearTimeout(this.forgetting);
    this.setState({ news: words ? { words, bad } : null });
    if (words) this.forgetting = setTimeout(() => this.setState({ news: null }), NEWS);
  }

  /** The pen goes to a beat; touched, or with a form open, that is where the cue goes. */
  async put(beat, touched = false) {
    const { number } = this.state;
    this.setState({ beat, at: "" });
    const at = await book.place(number, beat);
    if (this.state.beat !== beat) return;
    this.setState({ at });
    if (!this.editable()) return;
    const { form } = this.state;
    if (form === null) touched && this.begin();
    else if (at) this.setState({ form: { ...form, at: { at, number } } });
  }

  /** A new cue at the pen; without a pen it waits for GO. */
  async begin() {
    if (!this.editable() || !book.data) return;
    const { number, beat } = this.state;
    const at = beat === null ? "" : this.state.at || (await book.place(number, beat));
    const within = at && book.numbers().length > 1 ? { in: number } : {};
    const cue = {
      number: suggested(book.data, number, at ? beat : null),
      department: "lights",
      authority: "called",
      ...(at ? { at } : {}),
      ...within,
    };
    this.setState({ form: { fresh: true, cue, base: book.data }, chosen: null });
  }

  choose(cue) {
    const here = cue.beat !== null && cue.in !== null;
    this.setState({ chosen: cue.number, ...(here ? { number: cue.in, beat: cue.beat, at: cue.trigger.at } : {}) });
  }

  edit(cue) {
    this.choose(cue);
    this.setState({ form: { fresh: false, cue: cueAsWritten(cue.number), base: book.data } });
  }

  close() {
    this.setState({ form: null });
    book.calm();
    document.querySelector(".paper .view")?.focus();
  }

  walkCues(by) {
    const { cues } = book.data;
    const at = cues.findIndex((cue) => cue.number === this.state.chosen);
    const wanted = at === -1 ? (by > 0 ? 0 : cues.length - 1) : Math.min(Math.max(at + by, 0), cues.length - 1);
    if (cues[wanted]) this.choose(cues[wanted]);
  }

  /** Makes edits; shows what became of them. Where others were first, the person chooses. */
  async change(edits, base = book.data) {
    const answer = await book.edit(edits, base);
    if (answer.conflict) {
      return new Promise((resolve) => {
        const settle = (result) => {
          this.setState({ conflict: null });
          resolve(result);
        };
        const again = async () => settle(await this.change(onTop(edits, base, book.data), book.data));
        const drop = () => settle({ dropped: true });
        this.setState({ conflict: { conflict: answer.conflict, again, drop } });
      });
    }
    if (answer.why) this.say(answer.why, true);
    return answer;
  }

  async save(edits, base) {
    const answer = await this.change(edits, base);
    if (!answer.done && !answer.dropped) return answer;
    const number = edits[0].do === "add" ? edits[0].cue.number : edits[0].cue;
    this.close();
    const cue = book.cue(number);
    if (cue) this.choose(cue);
    if (answer.done) this.say(t(edits[0].do === "add" ? "write.news.added" : "write.news.changed", { number }));
    return answer;
  }

  /** One edit outside the form; what is wrong with it is told in a line. */
  async once(edit, words) {
    if (!this.editable()) return this.say(this.whyNot(), true);
    const answer = await this.change([edit]);
    if (answer.faults) this.say(answer.faults.map((fault) => `${fault.found}; ${fault.wanted}`).join(". "), true);
    if (answer.done) this.say(words);
    return answer;
  }

  async move(cue, beat) {
    if (!this.editable()) return this.say(this.whyNot(), true);
    const { number } = this.state;
    const at = await book.place(number, beat);
    if (!at) return;
    const within = cue.in === number ? {} : { in: number };
    const edit = { do: "move", cue: cue.number, at, ...within };
    await this.once(edit, t("write.news.moved", { number: cue.number, at }));
    this.setState({ beat, at, chosen: cue.number });
  }

  async copy(cue) {
    const { number, beat } = this.state;
    const away = beat !== null && (beat !== cue.beat || number !== cue.in);
    const there = away ? beat : cue.beat;
    const to = suggested(book.data, away ? number : (cue.in ?? number), there);
    const at = away ? await book.place(number, beat) : "";
    const place = at ? { at, ...(number === cue.in ? {} : { in: number }) } : {};
    const words = t("write.news.copied", { number: cue.number, to });
    const answer = await this.once({ do: "copy", cue: cue.number, to, ...place }, words);
    if (answer?.done && book.cue(to)) this.edit(book.cue(to));
  }

  async remove(cue) {
    const answer = await this.once({ do: "delete", cue: cue.number }, t("write.news.deleted", { number: cue.number }));
    if (answer?.done) this.setState({ form: null, chosen: null });
  }

  async step(which) {
    if (!this.editable()) return this.say(this.whyNot(), true);
    if (!book.data?.[which]) return this.say(t(`write.news.no${which}`));
    const answer = await book[which]();
    if (answer.done) this.say(t(`write.news.${which}`));
    else this.say(answer.why ?? answer.faults.map((fault) => `${fault.found}; ${fault.wanted}`).join(". "), true);
  }

  whyNot() {
    return t(may("edit") ? "write.locked" : "write.notallowed");
  }

  render(_, { tab, number, beat, at, chosen, form, conflict, news, help, dropping }) {
    const editable = this.editable();
    return html`<${Head}
        ...${{ tab, editable }}
        turn=${(name) => this.setState({ tab: name })}
        step=${(which) => this.step(which)}
        help=${() => this.setState({ help: true })}
        fresh=${() => this.setState({ dropping: true })}
      />
      <${Banners} editable=${editable} locked=${this.locked()} />
      <main id="main" class="write" tabindex="-1" data-tab=${tab} data-form=${form !== null}>
        ${book.data === null
          ? html`<p class="nothing">${book.phase === "lost" ? book.why : t("write.loading")}</p>`
          : tab === "looks"
            ? html`<${Looks}
                editable=${editable}
                lit=${may("light") && !this.locked()}
                change=${(...said) => this.change(...said)}
              />`
            : html`<${Score}
                  mounted=${(score) => (this.score = score)}
                  ...${{ number, beat, at, chosen, editable }}
                  put=${(there, touched) => this.put(there, touched)}
                  choose=${(cue) => this.edit(cue)}
                  move=${(cue, there) => this.move(cue, there)}
                  turn=${(other) => this.setState({ number: other, beat: null, at: "" })}
                />
                <div class="side">
                  ${form !== null &&
                  html`<${Form}
                    key=${`${form.fresh} ${form.cue.number} ${form.base.revision}`}
                    ...${form}
                    now=${form.fresh ? null : cueAsWritten(form.cue.number)}
                    renew=${() => this.edit(book.cue(form.cue.number))}
                    editable=${editable}
                    save=${(edits, base) => this.save(edits, base)}
                    close=${() => this.close()}
                    copy=${() => this.copy(book.cue(form.cue.number))}
                    remove=${() => this.remove(book.cue(form.cue.number))}
                  />`}
                  ${editable &&
                  form === null &&
                  html`<button class="strong new" onClick=${() => this.begin()}>
                    ${t("write.new")} <kbd>N</kbd>
                  </button>`}
                  <${List}
                    mounted=${(list) => (this.list = list)}
                    chosen=${chosen}
                    choose=${(cue) => this.choose(cue)}
                    edit=${(cue) => this.edit(cue)}
                  />
                </div>`}
      </main>
      <p class="done-line" role="status" data-bad=${news?.bad ?? false}>${news?.words ?? ""}</p>
      ${conflict !== null &&
      html`<${Conflict} conflict=${conflict.conflict} mine=${conflict.again} theirs=${conflict.drop} />`}
      ${help && html`<${Help} close=${() => this.setState({ help: false })} />`}
      ${may("edit") &&
      html`<${NewShow}
        asked=${dropping}
        ask=${() => this.setState({ dropping: true })}
        close=${() => this.setState({ dropping: false })}
      />`}`;
  }
}

open(Write);
