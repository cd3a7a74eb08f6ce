// Keyboard shortcuts: "/" search, "g" and a letter for the counters, "?" the overview. Off where the body does not
// carry data-shortcuts (WCAG 2.1.4), and never while somebody types.
"use strict";

(() => {
  const FOLLOWS_WITHIN_MS = 1500;
  let goUntil = 0;

  const typing = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  function goTo(letter) {
    const link = document.querySelector(`.fm-nav a[data-key="${CSS.escape(letter)}"]`);
    if (link) link.click();
  }

  document.addEventListener("keydown", (event) => {
    if (!("shortcuts" in document.body.dataset)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const expected = Date.now() < goUntil;
    goUntil = 0;
    if (expected && /^[a-z]$/.test(event.key)) {
      goTo(event.key);
    } else if (event.key === "g") {
      goUntil = Date.now() + FOLLOWS_WITHIN_MS;
      return;
    } else if (event.key === "/") {
      document.getElementById("suche")?.focus();
    } else if (event.key === "?") {
      document.getElementById("tasten")?.showModal();
    } else {
      return;
    }
    event.preventDefault();
  });

  // An open menu closes with Escape, and when the focus leaves it.
  for (const menu of document.querySelectorAll("details.fm-menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
})();
