// Whether a look is shown on the stage while it is written. Blind unless somebody said otherwise.

import { t } from "../language.js";
import { show } from "../show.js";
import { book } from "./book.js";

const APART = 120; // milliseconds between two pictures sent to the stage
const SLOW = 1000; // milliseconds within which the show's state has told what it has answered
const watchers = new Set();
let latest = null;
let sending = null;
let checking;
let seen = false; // whether the show has said that the look is on stage

export const live = {
  on: false,
  why: "", // why it is not on, where it was wanted

  watch(redraw) {
    watchers.add(redraw);
    return () => watchers.delete(redraw);
  },

  /** Shows this look from now on, and every later one given to `follow`. */
  async begin(look) {
    Object.assign(live, { on: true, why: "" });
    seen = false;
    clearTimeout(checking);
    changed();
    await send(look);
  },

  /** The look as it is now written. */
  follow(look) {
    if (!live.on) return;
    latest = look;
    sending ??= setTimeout(() => {
      sending = null;
      if (live.on) send(latest);
    }, APART);
  },

  end() {
    if (!live.on) return;
    live.on = false;
    clearTimeout(sending);
    sending = null;
    changed();
    book.preview(null);
  },
};

async function send(look) {
  const why = await book.preview(look);
  if (!live.on) return;
  if (!why) {
    clearTimeout(checking);
    return void (checking = setTimeout(told, SLOW));
  }
  Object.assign(live, { on: false, why });
  changed();
}

/** By now the state would say so, if the look were still on stage: it may have come and gone between two states. */
function told() {
  seen ||= live.on;
  heard();
}

function changed() {
  watchers.forEach((redraw) => redraw());
}

/** A look that is tried out gives way to the next light cue, and to the lock. */
function heard() {
  const shown = (show.state?.previewed ?? []).length > 0;
  if (live.on && seen && !shown) {
    Object.assign(live, { on: false, why: t("write.look.ended") });
    changed();
  }
  seen = live.on && shown;
}

show.watch("state", heard);
show.watch("line", () => show.live || live.end());
