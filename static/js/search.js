// The search field of every page: "/" and Ctrl+K or Cmd+K lead to it, and while somebody types the API suggests what it
// has (WAI-ARIA: an editable combobox with a list, nothing chosen until an arrow key is pressed). Without this file, and
// whenever the API does not answer, it is a plain form.
(() => {
  "use strict";
  const WAIT = 150; // ms between the last letter and the question
  const EACH = 3; // of each kind
  const MOST = 8;
  const LEAST = 2; // letters, before anything is suggested
  const field = document.getElementById("site-q");
  if (!field) return;

  const typesElsewhere = (target) =>
    target instanceof Element && target.closest("input, select, textarea, [contenteditable]:not([contenteditable='false'])");

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!chord && !(slash && !typesElsewhere(event.target))) return;
    if (slash && event.target === field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  const kinds = JSON.parse(field.dataset.kinds);
  const list = document.createElement("ul");
  list.id = "site-q-list";
  list.className = "search-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  list.hidden = true;
  field.form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]])
    field.setAttribute(name, value);

  let asking = null;
  let waiting = 0;
  let chosen = -1;
  let suggested = ""; // the words that the list answers

  const options = () => [...list.children];

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    suggested = "";
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  };

  const choose = (index) => {
    chosen = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    }
  };

  const day = () => field.form.elements.namedItem("as_of")?.value;

  const language = document.documentElement.dataset.language;

  const withDay = (address) => {
    const url = new URL(language + address, location.href);
    if (day()) url.searchParams.set("as_of", day());
    return url.pathname + url.search + url.hash;
  };

  const option = (index, address, title, beside) => {
    const one = document.createElement("li");
    one.id = `site-q-${index}`;
    one.setAttribute("role", "option");
    one.setAttribute("aria-selected", "false");
    one.dataset.address = address;
    for (const [name, text] of [["what", title], ["of", beside]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      one.append(part);
    }
    return one;
  };

  const everything = (words) => `/search?${new URLSearchParams({ q: words })}`;

  // The other name by which somebody was found stands before what it is.
  const beside = (item) => (item.kind === "contributor" && item.snippet ? `${item.snippet} · ${kinds[item.kind]}` : kinds[item.kind]);

  // The best of each kind in turn, so that one kind does not push the others out.
  const mixed = (items) => {
    const rows = Object.keys(kinds).map((kind) => items.filter((item) => item.kind === kind));
    const best = rows.flatMap((row) => row.slice(0, 2)).concat(rows.flatMap((row) => row.slice(2)));
    return items.filter((item) => best.slice(0, MOST).includes(item));
  };

  const show = (words, items) => {
    const found = mixed(items);
    if (!found.length) return close();
    list.replaceChildren(
      ...found.map((item, index) => option(index, withDay(item.address), item.title, beside(item))),
      option(found.length, withDay(everything(words)), field.dataset.all, ""),
    );
    list.lastElementChild.classList.add("everything");
    suggested = words;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    document.getElementById("live").textContent = field.dataset.some.replace("{n}", String(found.length));
  };

  const ask = async (words) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const query = new URLSearchParams({ q: words, kind: Object.keys(kinds).join(","), each: String(EACH) });
    if (day()) query.set("as_of", day());
    try {
      const answer = await fetch(`${language}/api/v1/search?${query}`, { signal: mine.signal });
      if (!answer.ok) return close();
      const { items } = await answer.json();
      // What was typed meanwhile asks for itself.
      if (mine === asking && document.activeElement === field && field.value.trim() === words) show(words, items);
    } catch (problem) {
      if (problem.name !== "AbortError") close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    const words = field.value.trim();
    if (words.length < LEAST) return close();
    if (words === suggested && !list.hidden) return;
    waiting = setTimeout(() => ask(words), WAIT);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    const count = options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) {
        if (event.key === "ArrowDown" && field.value.trim().length >= LEAST) ask(field.value.trim());
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place before the first means: what was typed.
      choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && open && chosen >= 0) {
      event.preventDefault();
      location.assign(options()[chosen].dataset.address);
    } else if (event.key === "Escape") {
      if (open) {
        event.preventDefault();
        close();
      } else field.blur();
    } else if (event.key === "Tab") close();
  });

  // Pressing must not take the focus out of the field before the click arrives.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (!one) return;
    if (event.metaKey || event.ctrlKey) open(one.dataset.address, "_blank", "noopener");
    else location.assign(one.dataset.address);
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
})();
