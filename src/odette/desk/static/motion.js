// What moves between two pictures: how much of them, and how high.

export const WIDTH = 160;
export const HEIGHT = 120;
const CHANGED = 24; // of 255: less is the camera's noise

/** Compares pictures as they come. */
export class Motion {
  #before = null;

  /** `pixels`: RGBA of WIDTH × HEIGHT. Returns {height, moving}, each 0 to 1, and `changed`, the pixels that did. */
  see(pixels) {
    const grey = new Uint8Array(WIDTH * HEIGHT);
    const changed = [];
    let rows = 0;
    for (let i = 0; i < grey.length; i++) {
      grey[i] = (77 * pixels[4 * i] + 150 * pixels[4 * i + 1] + 29 * pixels[4 * i + 2]) >> 8;
      if (this.#before === null || Math.abs(grey[i] - this.#before[i]) < CHANGED) continue;
      changed.push(i);
      rows += Math.floor(i / WIDTH);
    }
    this.#before = grey;
    const height = changed.length ? 1 - rows / changed.length / (HEIGHT - 1) : 0;
    return { height, moving: changed.length / grey.length, changed };
  }
}
