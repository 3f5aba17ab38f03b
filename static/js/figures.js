// Copying a figure's words and sharing its link. Buttons are in the page already: without this script they are hidden.
(() => {
  "use strict";
  const SHOWN = 1800; // ms that a button says what it has done
  if (navigator.share) document.documentElement.classList.add("can-share");

  const say = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  const write = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Pages that are not served over https have no clipboard: the old way, by a field that is selected.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "vh";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("the browser does not let us copy");
    return undefined;
  };

  const tell = (button) => {
    const words = document.getElementById("live")?.dataset.copied ?? "";
    const label = button.firstChild;
    const before = (label.musterBefore ??= label.data);
    say(words);
    label.data = words;
    clearTimeout(button.musterTimer);
    button.musterTimer = setTimeout(() => {
      label.data = before;
      say("");
    }, SHOWN);
  };

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const box = source.closest("details");
    try {
      await write((source.value ?? source.textContent).trim());
      tell(button);
    } catch {
      // Nothing was copied: the words are shown, selected, for the reader to take.
      if (box) box.open = true;
      getSelection().selectAllChildren(source);
    }
  };

  const share = async (button) => {
    try {
      await navigator.share({ title: button.dataset.title, text: button.dataset.title, url: button.dataset.share });
    } catch {
      // The reader changed their mind.
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy], [data-share]");
    if (button) (button.dataset.copy ? copy : share)(button);
  });
})();
