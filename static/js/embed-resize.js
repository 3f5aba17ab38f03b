// For pages that frame a chart of Muster: gives each frame the height that its chart asks for. Served at
// /embed/resize.js; it listens to frames of the server that it came from, to no others, and changes nothing but heights.
(() => {
  "use strict";
  const HIGHEST = 20000; // px
  const home = new URL(document.currentScript.src).origin;
  const ours = () =>
    [...document.querySelectorAll("iframe[src]")].filter((frame) => new URL(frame.src, location.href).origin === home);
  const ask = () => {
    for (const frame of ours()) frame.contentWindow?.postMessage({ muster: "ask" }, home);
  };

  window.addEventListener("message", (event) => {
    if (event.origin !== home || event.data?.muster !== "height") return;
    const height = Math.min(Number(event.data.height) || 0, HIGHEST);
    const frame = ours().find((one) => one.contentWindow === event.source);
    if (frame && height > 0) frame.style.height = `${height}px`;
  });
  // A frame may have spoken before this script was there.
  ask();
  document.addEventListener("DOMContentLoaded", ask);
})();
