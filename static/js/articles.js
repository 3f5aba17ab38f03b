// Confirming what an article says, by single keys; the page works without. Keys are heard while a candidate has the
// focus, and never in a field (WCAG 2.1.4).
(() => {
  "use strict";
  const pasted = document.querySelector("form.pasting textarea");
  if (pasted && !pasted.value && !document.getElementById("error-summary")) pasted.focus();

  const form = document.querySelector("form.reading");
  if (!form) return;
  const list = document.getElementById("candidates");
  const cards = [...(list?.children ?? [])];
  const live = document.getElementById("live");
  const counter = document.getElementById("accepted-count");
  const article = form.querySelector(".reading-words");
  const field = (card, name) => form.elements.namedItem(`c${card.dataset.number}.${name}`);
  const told = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  let current = null;

  const mark = (card) => {
    for (const part of article.querySelectorAll("[data-of], [data-clue]")) {
      const has = (name) => part.dataset[name]?.split(" ").includes(card.dataset.number) ?? false;
      part.classList.toggle("is-current", has("of"));
      part.classList.toggle("is-clue", has("clue"));
    }
    const first = article.querySelector(".is-current, .is-clue");
    // The text scrolls beside the list on a desk; on a phone it stands above, and the page stays where it is.
    if (first && article.scrollHeight > article.clientHeight + 4) {
      const place = first.getBoundingClientRect().top - article.getBoundingClientRect().top;
      article.scrollTop += place - article.clientHeight / 3;
    }
  };

  const open = (card, { focus = true } = {}) => {
    if (!card) return;
    for (const other of cards) {
      const is = other === card;
      other.classList.toggle("is-open", is || other.querySelector("[aria-invalid]") !== null);
      other.classList.toggle("is-current", is);
      other.querySelector(".cand-open").setAttribute("aria-expanded", String(other.classList.contains("is-open")));
      other.tabIndex = is ? 0 : -1;
    }
    current = card;
    mark(card);
    if (!focus) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };

  const tally = () => {
    const n = cards.filter((card) => field(card, "accept").checked).length;
    counter.textContent = told(list.dataset.count, { n, all: cards.length });
  };

  const say = (words, card, more = {}) => {
    live.textContent = told(list.dataset[words], { n: card.dataset.number, ...more });
  };

  const lacking = (card) => [...card.querySelectorAll("[required]")].find((input) => !input.value.trim());

  const next = (card, step = 1) => open(cards[cards.indexOf(card) + step]);

  const accept = (card) => {
    const missing = lacking(card);
    if (missing) {
      open(card, { focus: false });
      missing.focus();
      say("lacks", card, { field: card.querySelector(`label[for="${CSS.escape(missing.id)}"]`).textContent.trim() });
      return;
    }
    drop(card, false);
    field(card, "accept").checked = true;
    say("accepted", card);
    tally();
    onward(card);
  };

  const drop = (card, is = true) => {
    card.classList.toggle("is-dropped", is);
    field(card, "dropped").value = is ? "yes" : "";
    if (!is) return;
    field(card, "accept").checked = false;
    say("dropped", card);
    tally();
  };

  // Decided: on to the next that waits and says something new; after the last one comes saving.
  const waits = (card) => !field(card, "accept").checked && !field(card, "dropped").value;
  const isNews = (card) => waits(card) && !card.classList.contains("k-known");
  const onward = (card) => {
    const following = cards.slice(cards.indexOf(card) + 1).find(isNews);
    if (following) open(following);
    else document.getElementById("save").focus();
  };

  const keys = {
    a: accept,
    d: (card) => { drop(card); onward(card); },
    e: (card) => { open(card, { focus: false }); card.querySelector(".cand-fields :is(input, select)").focus(); },
    n: (card) => next(card),
    p: (card) => next(card, -1),
    s: () => document.getElementById("save").focus(),
    arrowdown: (card) => next(card),
    arrowup: (card) => next(card, -1),
  };

  const typing = (target) => target.matches("select, textarea, input:not([type=checkbox])");

  list?.addEventListener("keydown", (event) => {
    const card = event.target.closest(".cand");
    if (!card || event.ctrlKey || event.altKey || event.metaKey) return;
    const leaves = event.key === "Escape" || (event.key === "Enter" && event.target.matches("input"));
    if (leaves && event.target !== card) {
      event.preventDefault();
      open(card);
      return;
    }
    const does = typing(event.target) ? null : keys[event.key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    does(card);
  });

  list?.addEventListener("click", (event) => {
    const card = event.target.closest(".cand");
    if (!card || event.target.closest("a, label, input, select, textarea, summary")) return;
    if (event.target.closest(".cand-open") && card.classList.contains("is-open") && card === current) {
      card.classList.remove("is-open");
      event.target.closest(".cand-open").setAttribute("aria-expanded", "false");
    } else if (event.target.closest(".cand-head, .cand-verdict")) open(card);
  });

  list?.addEventListener("focusin", (event) => {
    const card = event.target.closest(".cand");
    if (card && card !== current) open(card, { focus: false });
  });

  // What a candidate says in a line follows what is typed into it.
  list?.addEventListener("change", (event) => {
    const card = event.target.closest(".cand");
    const name = event.target.name?.replace(/^c\d+\./, "");
    if (name === "accept") {
      if (event.target.checked) drop(card, false);
      tally();
      return;
    }
    const line = card?.querySelector(`[data-says="${CSS.escape(name ?? "")}"]`);
    if (!line) return;
    line.textContent = event.target.matches("select") ? event.target.selectedOptions[0].text : event.target.value;
    if (name === "statement.status") line.previousElementSibling.className = `sw sw-${event.target.value || "unquantified"}`;
  });

  // A phrase leads to its candidate, and the words that are marked with the mouse to a new one.
  article.addEventListener("click", (event) => {
    if (!document.getSelection().isCollapsed) return;
    const number = event.target.closest("[data-of]")?.dataset.of.split(" ")[0] ?? event.target.closest(".ref")?.hash.slice(2);
    if (!number) return;
    event.preventDefault();
    open(document.getElementById(`c${number}`));
  });
  document.getElementById("add").addEventListener("click", () => {
    const marked = document.getSelection();
    if (article.contains(marked.anchorNode) && article.contains(marked.focusNode)) form.elements.namedItem("added").value = words(marked);
  });

  // The marked words without the numbers that stand before phrases.
  const words = (marked) => {
    const part = marked.getRangeAt(0).cloneContents();
    for (const number of part.querySelectorAll(".ref")) number.remove();
    return part.textContent;
  };

  const first = document.getElementById(`c${list?.dataset.first}`) ?? cards.find(isNews) ?? cards.find(waits) ?? cards[0];
  if (!document.getElementById("error-summary")) open(first);
})();
