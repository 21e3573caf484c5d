// The show's clock, as seen from here. Milliseconds of the show's monotonic clock.

const KEPT = 150; // updates: some ten seconds

/** Estimates the show's time from the update that was least delayed on its way. */
export class Clock {
  #delays = [];

  /** An update stamped `showNs` has just arrived. */
  heard(showNs) {
    this.#delays.push(performance.now() - showNs / 1e6);
    if (this.#delays.length > KEPT) this.#delays.shift();
    this.offset = Math.min(...this.#delays);
  }

  forget() {
    this.#delays = [];
  }

  /** The show's time now; NaN before the first update. */
  now() {
    return performance.now() - (this.offset ?? NaN);
  }
}
