// Filters without a reload: the form's own address is fetched, and every fragment of the page marked data-swap (with an
// id) is put in place of the old one. The rules stay on the server. On any doubt the browser just goes to the address.
(() => {
  "use strict";
  const TYPING = 450; // ms to wait while a day or words are being typed
  const SLIDING = 40; // ms to wait while the slider of days is being moved
  const DAY = 86400000;
  let shown = location.pathname + location.search;
  let asking = null;
  let waiting = 0;
  let move = null; // the move of the slider under way, and whether it has made its step in the history

  const form = () => document.querySelector("form[data-filters]");

  const addressOf = (filters) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) if (value !== "") query.append(name, value);
    const url = new URL(filters.getAttribute("action") || location.pathname, location.href);
    url.search = query;
    return url;
  };

  const fragments = (page) =>
    [...page.querySelectorAll("[data-swap][id]")].filter((one) => !one.parentElement.closest("[data-swap]"));

  const main = () => document.getElementById("main");

  // Busy from the moment something is chosen until what it asks for is there; dimmed only while it is being fetched.
  const busy = () => main().setAttribute("aria-busy", "true");

  const rest = () => {
    if (asking || waiting) return;
    main().setAttribute("aria-busy", "false");
    main().classList.remove("is-updating");
  };

  const settle = () => {
    clearTimeout(waiting);
    waiting = 0;
  };

  const later = (wait, act) => {
    settle();
    busy();
    waiting = setTimeout(async () => {
      waiting = 0;
      await act();
      rest();
    }, wait);
  };

  const say = (text) => {
    document.getElementById("live").textContent = text;
  };

  // The form itself stays (focus and half-typed days with it); its fields take the values of the new page.
  const syncForm = (page, typing) => {
    const old = form();
    const fresh = page.querySelector("form[data-filters]");
    if (!old || !fresh) return;
    for (const field of old.elements) {
      const twin = field.name && fresh.elements.namedItem(field.name);
      if (!twin || (typing && field === document.activeElement)) continue;
      if (field.tagName === "SELECT") field.replaceChildren(...[...twin.children].map((option) => document.importNode(option, true)));
      field.value = twin.value;
    }
    const [slider, moved] = [old, fresh].map((one) => one.querySelector("[data-days]"));
    if (!slider || !moved) return;
    for (const name of ["min", "max", "aria-valuetext"]) slider.setAttribute(name, moved.getAttribute(name));
    if (!typing || slider !== document.activeElement) slider.value = moved.value;
  };

  const swapIn = (page) => {
    const pairs = fragments(document).map((old) => [old, page.getElementById(old.id)]);
    if (!pairs.length || pairs.some(([, fresh]) => !fresh)) throw new Error("the page has other parts");
    const focused = document.activeElement?.id;
    const opened = [...document.querySelectorAll("[data-swap] details[open][id]")].map((one) => one.id);
    for (const [old, fresh] of pairs) old.replaceWith(document.importNode(fresh, true));
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };

  const put = (text, typing) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    swapIn(page);
    syncForm(page, typing);
    document.title = page.title;
    document.dispatchEvent(new CustomEvent("muster:swap"));
    const head = document.querySelector("#main h1")?.textContent.trim() ?? "";
    say(`${document.getElementById("live").dataset.updated}: ${head}`);
  };

  const go = async (url, { push = true, replace = false, typing = false } = {}) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    busy();
    main().classList.add("is-updating");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" }, signal: mine.signal });
      if (!answer.ok || !answer.headers.get("Content-Type")?.includes("text/html")) throw new Error(String(answer.status));
      const text = await answer.text();
      const address = new URL(answer.url || url, location.href);
      put(text, typing);
      if (push) history[replace ? "replaceState" : "pushState"](null, "", address);
      shown = address.pathname + address.search;
      return true;
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(url);
      return false;
    } finally {
      if (mine === asking) asking = null;
      rest();
    }
  };

  const changed = async (replace = false) => {
    const filters = form();
    if (!filters?.checkValidity()) return false;
    const url = addressOf(filters);
    return url.pathname + url.search !== shown && go(url, { typing: true, replace });
  };

  // The slider writes the day into its field. One move of it is one step in the history, however many days it passes.
  const slide = (slider) => {
    const day = new Date(Number(slider.value) * DAY);
    const field = slider.form.elements.namedItem("as_of");
    field.value = day.toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }));
    const mine = (move ??= { isStep: false });
    later(SLIDING, async () => {
      if (await changed(mine.isStep)) mine.isStep = true;
    });
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-days]")) slide(event.target);
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-days]")) move = null;
    if (!field.form?.matches("form[data-filters]") || !field.name) return;
    later(field.tagName === "SELECT" ? 0 : TYPING, () => changed());
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-filters]")) return;
    event.preventDefault();
    settle();
    changed().then(rest);
  });

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest?.(".filters-toggle");
    if (toggle) toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
    const step = event.target.closest?.("a[data-step]");
    if (!step || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(new URL(step.href));
  });

  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) go(new URL(location.href), { push: false });
  });
})();
