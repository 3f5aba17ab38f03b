// The reader's theme, before the first paint: this file is loaded in the head and blocks. It sets color-scheme (through
// data-theme) and nothing else; "auto" follows the system. The choice stays in this browser (localStorage), no cookie.
(() => {
  "use strict";
  const KEY = "muster-theme";
  const root = document.documentElement;
  root.classList.add("js");

  const saved = () => {
    try {
      return localStorage.getItem(KEY) || "auto";
    } catch {
      return "auto";
    }
  };

  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };

  const press = (theme) => {
    for (const button of document.querySelectorAll("[data-theme-set]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
  };

  const choose = (theme) => {
    show(theme);
    press(theme);
    try {
      if (theme === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // Storage is closed to us: the choice holds for this page.
    }
    document.dispatchEvent(new CustomEvent("muster:theme"));
  };

  show(saved());
  document.addEventListener("DOMContentLoaded", () => press(saved()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-set]");
    if (button) choose(button.dataset.themeSet);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    document.dispatchEvent(new CustomEvent("muster:theme"));
  });
})();
