// Barriers drawn to another place with the mouse: what the number and the arrows beside each do by keyboard.
"use strict";

(() => {
  let drawn = null;

  const entry = (event) => event.target.closest?.(".fm-ranked__one[data-rank]");

  function unmark() {
    for (const one of document.querySelectorAll(".fm-ranked__one--over")) one.classList.remove("fm-ranked__one--over");
  }

  document.addEventListener("dragstart", (event) => {
    if (!event.target.closest?.(".fm-rank__handle")) return;
    drawn = entry(event);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(drawn, 0, 0);
  });

  document.addEventListener("dragover", (event) => {
    const over = entry(event);
    if (!drawn || !over || over.parentElement !== drawn.parentElement) return;
    event.preventDefault();
    unmark();
    if (over !== drawn) over.classList.add("fm-ranked__one--over");
  });

  document.addEventListener("drop", (event) => {
    const over = entry(event);
    if (!drawn || !over || over.parentElement !== drawn.parentElement) return;
    event.preventDefault();
    const form = drawn.querySelector(".fm-rank");
    if (over !== drawn) {
      form.elements.rang.value = over.dataset.rank;
      form.requestSubmit(form.querySelector("[value=setzen]"));
    }
  });

  document.addEventListener("dragend", () => {
    drawn = null;
    unmark();
  });
})();
