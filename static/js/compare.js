// The choice of one more contributor begins anew after each: a field that has the focus is not brought up to date
// (static/js/filters.js), so it gives the focus away and takes it back.
(() => {
  "use strict";
  let chosen = false;

  document.addEventListener("change", (event) => {
    if (event.target.id !== "filter-add" || !event.target.value) return;
    chosen = true;
    event.target.blur();
  });

  document.addEventListener("muster:swap", () => {
    if (chosen) document.getElementById("filter-add")?.focus({ preventScroll: true });
    chosen = false;
  });
})();
