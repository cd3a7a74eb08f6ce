// A field for an occupation and the choices that htmx puts below it: arrow down leads into them, arrows go through them,
// Enter takes one, Escape leads back. Without this file the same choices are reached with Tab.
"use strict";

(() => {
  const parts = (element) => {
    const box = element.closest("[data-occupation]");
    if (!box) return null;
    return { field: box.querySelector("input[type=text]"), choices: [...box.querySelectorAll("input[type=radio]")] };
  };

  const take = (field, choice) => {
    if (choice.dataset.title) field.value = choice.dataset.title;
    field.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    const here = parts(event.target);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const inField = event.target === here.field;
    if (inField && here.choices.length && (event.key === "ArrowDown" || event.key === "Enter")) {
      const first = here.choices[0];
      first.checked = true;
      first.focus();
      take(here.field, first);
    } else if (!inField && event.target.type === "radio" && (event.key === "Escape" || event.key === "Enter")) {
      here.field.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    const here = event.target.type === "radio" ? parts(event.target) : null;
    if (here) take(here.field, event.target);
  });
})();
