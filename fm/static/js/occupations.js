// A field for an occupation and the choices that htmx puts below it: arrow down or Enter leads into them, arrows go
// through them, Enter takes one, Escape leads back. Without this file the same choices are reached with Tab.
"use strict";

(() => {
  const parts = (element) => {
    const box = element.closest("[data-occupation]");
    if (!box) return null;
    const list = box.querySelector("[data-typed]");
    const choices = [...list.querySelectorAll("input[type=radio]")];
    return { field: box.querySelector("input[type=text]"), list, choices };
  };

  const take = ({ field, list }, choice) => {
    choice.checked = true;
    if (choice.dataset.title) field.value = list.dataset.typed = choice.dataset.title;
    field.form.dispatchEvent(new Event("input"));
  };

  document.addEventListener("keydown", (event) => {
    const here = parts(event.target);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const inField = event.target === here.field;
    if (inField && (event.key === "ArrowDown" || event.key === "Enter")) {
      const fresh = here.list.dataset.typed === here.field.value.trim();
      if (fresh && here.choices.length) here.choices[0].focus();
    } else if (!inField && event.target.type === "radio" && (event.key === "Escape" || event.key === "Enter")) {
      if (event.key === "Enter") take(here, event.target);
      here.field.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  // What is typed anew has no code until one is chosen; arrows and clicks choose.
  document.addEventListener("input", (event) => {
    const here = event.target.type === "text" ? parts(event.target) : null;
    const none = here?.choices.find((choice) => choice.value === "");
    if (none) none.checked = true;
  });
  document.addEventListener("change", (event) => {
    const here = event.target.type === "radio" ? parts(event.target) : null;
    if (here) take(here, event.target);
  });
})();
