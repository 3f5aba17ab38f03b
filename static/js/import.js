// While a sheet is worked on, the page looks again by itself; without this there is a link that does.
(() => {
  "use strict";
  const PAUSE = 1500; // ms
  const place = document.querySelector("[data-import]");
  if (!place) return;

  const look = async () => {
    try {
      const answer = await fetch(place.dataset.import, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-import]");
      if (!now) {
        location.reload();
        return;
      }
      const bar = place.querySelector("progress");
      const next = now.querySelector("progress");
      if (bar && next) bar.value = next.value;
      else place.replaceChildren(...now.childNodes);
      const words = place.querySelector("p");
      const told = now.querySelector("p");
      if (words && told && words.textContent !== told.textContent) words.textContent = told.textContent;
    } catch {
      // The next look may find the server again.
    }
    setTimeout(look, PAUSE);
  };
  setTimeout(look, PAUSE);
})();
