// Help while a form is filled in; every form works without it. A number typed as printed is read back in words, and
// leaving the page with unsaved text asks first.
(() => {
  "use strict";
  const PAUSE = 300; // ms after the last key
  // What else decides how a number reads: its unit, what it is added to, and when.
  const BESIDE = ["category", "unit", "mode", "statement.on", "statement.status"];
  const timers = new WeakMap();

  const readBack = async (input) => {
    const out = document.getElementById(`${input.id}-words`);
    const text = input.value.trim();
    if (!text) {
      out.textContent = "";
      return;
    }
    const url = new URL(input.dataset.readback, location.href);
    url.searchParams.set("text", text);
    for (const name of BESIDE) {
      const value = input.form?.elements.namedItem(name)?.value;
      if (value) url.searchParams.set(name.split(".").pop(), value);
    }
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const { words = "", error = "" } = await answer.json();
      if (input.value.trim() !== text) return;
      out.textContent = words || error;
      out.classList.toggle("wrong", !words);
    } catch {
      out.textContent = ""; // the server reads it back when the form is sent
    }
  };

  const later = (input) => {
    clearTimeout(timers.get(input));
    timers.set(input, setTimeout(() => readBack(input), PAUSE));
  };

  const count = (input) => {
    const out = input.parentElement?.querySelector("[data-count]");
    if (out) out.textContent = out.dataset.count.replace("%", input.value.split(/\s+/).filter(Boolean).length);
  };

  let unsaved = false;
  const kept = (event) => event.target.form?.matches("form[data-unsaved]");

  document.addEventListener("input", (event) => {
    if (event.target.dataset?.readback) later(event.target);
    count(event.target);
    if (kept(event)) unsaved = true;
  });
  document.addEventListener("change", (event) => {
    if (BESIDE.includes(event.target.name))
      for (const input of event.target.form?.querySelectorAll("[data-readback]") ?? []) later(input);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-unsaved]")) unsaved = false;
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  // After a refused form the summary of errors takes the focus, so that it is read first.
  document.getElementById("error-summary")?.focus();
  for (const input of document.querySelectorAll("[data-readback]:not([aria-invalid])")) if (input.value) readBack(input);
})();
