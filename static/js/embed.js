// A chart that another site frames: tells the page around it how high it is, whenever that changes or the page asks.
// The page around it listens with /embed/resize.js. Nothing but a height is told, so anyone may know it.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  if (window === window.parent) return;
  let told = 0;

  const tell = (again = false) => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (!height || (height === told && !again)) return;
    told = height;
    window.parent.postMessage({ muster: "height", height }, "*");
  };

  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.data?.muster === "ask") tell(true);
  });
  document.addEventListener("DOMContentLoaded", () => {
    new ResizeObserver(() => tell()).observe(document.body);
    tell();
  });
})();
