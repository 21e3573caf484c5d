// After an upgrade a page that stayed open still runs the files of before: it loads the new ones as soon as that
// disturbs nobody.

const AGAIN = 1000; // milliseconds between looks for a good moment

let running; // the version of the files that this page runs
let waiting;

/** The desk has told which files it serves. `busy()`: whether a press waits for its answer. */
export function serves(version, busy) {
  running ??= version;
  clearInterval(waiting);
  if (version !== running) waiting = setInterval(() => disturbs(busy) || location.reload(), AGAIN);
}

/** Whether somebody writes or is asked something; a page with work that is not kept prevents the event "renew". */
function disturbs(busy) {
  const writing = document.activeElement?.matches("input:not([type=range]), select, textarea");
  const renew = new Event("renew", { cancelable: true });
  return busy() || writing || document.querySelector("[role=dialog]") !== null || !document.dispatchEvent(renew);
}
