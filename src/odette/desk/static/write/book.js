// The prompt book as the show's folder has it, and every change to it. Nothing here is ever half-saved.

import { t } from "../language.js";
import { newId, show } from "../show.js";
import { clashes, written } from "./cue.js";

const watchers = new Set();

export const book = {
  data: null, // as GET /api/book gives it
  phase: "loading", // "loading", "saved", "saving", "refused" or "lost"
  why: "", // of "refused" and "lost", in words

  /** Calls `redraw` when the book or its state changes. Returns what ends it. */
  watch(redraw) {
    watchers.add(redraw);
    return () => watchers.delete(redraw);
  },

  /** The parts of the evening that the show orders, or else its numbers: [[id, title], ...]. */
  parts() {
    const numbers = new Map(book.numbers().map((number) => [number.id, number.title]));
    const parts = book.data?.show.part ?? [];
    const named = parts.map(({ id, number, kind = "", title }) => [
      id ?? number ?? kind.replaceAll(" ", "-"),
      title ?? numbers.get(number) ?? kind,
    ]);
    return named.length ? named : [...numbers];
  },

  /** The numbers of the show: [{id, title}, ...]. */
  numbers: () => book.data?.show.number ?? [],

  cue: (number) => book.data?.cues.find((cue) => cue.number === number) ?? null,

  /** Fetches the book, unless it is here in this revision already. */
  async load(revision) {
    if (revision !== undefined && revision === book.data?.revision) return;
    const { status, body } = await ask("/api/book");
    if (status !== 200) return say("lost", body.why ?? t("write.lost"));
    book.data = body;
    say("saved");
  },

  /**
   * Makes edits (as POST /api/book/edits has them), wanted by somebody who saw the book as it was in `base`.
   * {done} where they are saved; {faults} or {why} where they are not; {conflict: {words, fields, edits}} where what
   * they change was changed by others since.
   */
  async edit(edits, base = book.data) {
    say("saving");
    const { status, body } = await ask("/api/book/edits", { revision: base.revision, edits });
    if (status !== 409) return settled(status, body);
    // Somebody came first. What they did is taken in; if it is not the same that is changed here, both hold.
    await book.load();
    const fields = clashes(edits, base, book.data);
    if (fields.length) return { conflict: { words: body.conflict, fields, edits } };
    const again = await ask("/api/book/edits", { revision: book.data.revision, edits });
    return settled(again.status, again.body);
  },

  /** What was refused has been read. */
  calm: () => book.phase === "refused" && say("saved"),

  undo: () => step("undo"),
  redo: () => step("redo"),

  /** Shows a look on the stage as it is being written; null: no longer. Returns why not, or "". */
  async preview(look) {
    const { status, body } = await ask("/api/book/preview", { look });
    if (status === 422) return body.faults.map((fault) => `${fault.found}; ${fault.wanted}`).join(". ");
    return status === 200 ? "" : (body.why ?? t("write.lost"));
  },

  /** A beat of a number as the prompt book writes it; "" where the show does not answer. */
  async place(number, beat) {
    const { status, body } = await ask(`/api/place?number=${encodeURIComponent(number)}&beat=${beat}`);
    return status === 200 ? body.at : "";
  },
};

async function step(which) {
  say("saving");
  const { status, body } = await ask(`/api/book/${which}`, { revision: book.data.revision });
  if (status !== 409) return settled(status, body);
  // What is undone is the newest change; somebody who has not seen it must see it first.
  await book.load();
  return { why: body.conflict };
}

async function settled(status, body) {
  if (status === 200) {
    await book.load();
    return { done: true, ...body };
  }
  if (status === 422) {
    say("refused", t("write.refused.faults"));
    return { faults: body.faults };
  }
  const why = body.why ?? body.conflict ?? t("write.lost");
  say(status === 0 ? "lost" : "refused", why);
  return { why };
}

/** {status, body}; status 0 where no answer came. */
async function ask(path, said) {
  const post = said && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id: newId(), ...said }),
  };
  try {
    const response = await fetch(path, post);
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}

function say(phase, why = "") {
  Object.assign(book, { phase, why });
  watchers.forEach((redraw) => redraw());
}

/** The cue as a flat table, keys as in the prompt book. */
export function cueAsWritten(number) {
  const cue = book.cue(number);
  return cue && written(cue);
}

show.watch("book", () => book.load(show.revision));
show.watch("line", () => show.live && book.load());
