// The WebSocket to the show. Once opened it comes back by itself, within a second, until it is to rest.

const FIRST_WAIT = 100;
const LONGEST_WAIT = 1000;
const SILENT = 3000; // a line without a word for so long is given up and opened anew
const ASLEEP = 800; // and one that a page finds silent for so long when it wakes up

export class Link {
  #socket = null;
  #wait = FIRST_WAIT;
  #heardAt = 0;
  #wanted = false;
  #again; // the timer of the next try

  /** `heard(message)` for each message; `lost()` when the line closes. */
  constructor(url, heard, lost) {
    Object.assign(this, { url, heard, lost });
    setInterval(() => this.#check(SILENT), 500);
    const woken = () => document.visibilityState === "visible" && this.#check(ASLEEP);
    for (const waking of ["visibilitychange", "resume"]) document.addEventListener(waking, woken);
    for (const waking of ["pageshow", "online", "focus"]) addEventListener(waking, woken);
  }

  open() {
    this.#wanted = true;
    if (this.#socket === null && this.#again === undefined) this.#connect();
  }

  /** No line until it is opened again. */
  rest() {
    this.#wanted = false;
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#socket?.close();
  }

  /** Whether it was handed to an open line. */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #connect() {
    this.#again = undefined;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.onmessage = (event) => {
      this.#heardAt = performance.now();
      this.#wait = FIRST_WAIT;
      this.heard(JSON.parse(event.data));
    };
    socket.onclose = () => this.#closed();
  }

  #closed() {
    this.#socket = null;
    this.lost();
    if (!this.#wanted) return;
    this.#again = setTimeout(() => this.#connect(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
  }

  #check(patience) {
    if (this.#socket === null || performance.now() - this.#heardAt < patience) return;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#closed();
  }
}
