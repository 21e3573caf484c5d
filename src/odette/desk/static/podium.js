// A camera on the podium: what it sees move is told to the show; the picture stays here.

import { Menu, open } from "./house.js";
import { Component, createRef, html } from "./html.js";
import { t } from "./language.js";
import { HEIGHT, Motion, WIDTH } from "./motion.js";

const AGAIN = 1000; // milliseconds until a lost line is tried again
const TOO_MUCH = [1007, 1008]; // closed on purpose: trying again would be refused again

class Podium extends Component {
  state = { on: false, sign: "none", trouble: "" };
  video = createRef();
  canvas = createRef();
  motion = new Motion();

  componentWillUnmount() {
    this.stop();
  }

  async start() {
    if (!navigator.mediaDevices) return this.setState({ trouble: t("podium.insecure") });
    try {
      const wanted = { facingMode: "environment", width: { ideal: 320 }, frameRate: { ideal: 60 } };
      this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
    } catch (error) {
      return this.setState({ trouble: t("podium.refused", { why: error.message }) });
    }
    this.video.current.srcObject = this.stream;
    await this.video.current.play();
    this.setState({ on: true, trouble: "" });
    this.open();
    this.next();
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.socket?.close();
    this.setState({ on: false, sign: "none" });
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/podium/line`);
    this.socket.onopen = () => this.setState({ trouble: "" });
    this.socket.onmessage = ({ data }) => this.setState({ sign: JSON.parse(data).sign });
    this.socket.onclose = ({ code, reason }) => {
      if (!this.stream) return;
      if (TOO_MUCH.includes(code)) {
        this.stop();
        return this.setState({ trouble: t("podium.line.closed", { why: reason }) });
      }
      this.setState({ trouble: t("podium.line.lost") });
      setTimeout(() => this.stream && this.open(), AGAIN);
    };
  }

  next() {
    this.video.current?.requestVideoFrameCallback((at) => {
      if (!this.stream) return;
      this.see(at);
      this.next();
    });
  }

  see(at) {
    const canvas = this.canvas.current.getContext("2d", { willReadFrequently: true });
    canvas.drawImage(this.video.current, 0, 0, WIDTH, HEIGHT);
    const picture = canvas.getImageData(0, 0, WIDTH, HEIGHT);
    const { height, moving, changed } = this.motion.see(picture.data);
    for (const i of changed) picture.data.set([110, 231, 160, 255], 4 * i);
    canvas.putImageData(picture, 0, 0);
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify([[Math.round(at), Number(height.toFixed(4)), Number(moving.toFixed(4))]]));
    }
  }

  render(_, { on, sign, trouble }) {
    return html`<header class="head"><${Menu} />
        <h1>${t("house.page.podium")}</h1></header>
      <main id="main" class="podium" tabindex="-1">
        <p>${t("podium.how")}</p>
        <canvas ref=${this.canvas} width=${WIDTH} height=${HEIGHT} role="img" aria-label=${t("podium.picture")} />
        <video ref=${this.video} muted playsinline hidden />
        ${on && html`<p class="sign" role="status" data-sign=${sign}>${t(`podium.sign.${sign}`)}</p>`}
        <button class="strong" onClick=${() => (on ? this.stop() : this.start())}>
          ${t(on ? "podium.stop" : "podium.start")}
        </button>
        <p class="trouble" role="alert">${trouble}</p>
      </main>`;
  }
}

open(Podium);
