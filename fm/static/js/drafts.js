// A form that is left before its draft was kept: what was typed last goes to the server while the page goes away.
"use strict";

(() => {
  const KEPT_BY = "[data-hx-post].fm-draft";
  const typed = new Set();
  const underWay = new Set();

  const name = (form) => form.elements.namedItem("entwurf")?.value;
  const keeper = (event) => (event.target.matches?.(KEPT_BY) ? event.target.closest("form") : null);

  document.addEventListener("input", ({ target }) => {
    if (!target.form?.querySelector(KEPT_BY)) return;
    typed.add(target.form);
    underWay.delete(target.form);
  });

  // What was kept is not pending any more, unless something was typed since it was sent.
  document.addEventListener("htmx:beforeRequest", (event) => underWay.add(keeper(event)));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (underWay.delete(keeper(event)) && event.detail.successful) typed.delete(keeper(event));
  });

  // A form that is sent, or whose draft is thrown away, has none.
  document.addEventListener("submit", (event) => {
    for (const form of typed) if (name(form) === name(event.target)) typed.delete(form);
  });

  // More than this is not carried by a page that goes away (Fetch Standard: 64 KiB).
  const CARRIED = 65536;
  const text = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const size = (forms) => [...forms].reduce((sum, form) => sum + text(form).toString().length, 0);

  // What would not get there is not given up silently: the browser asks, and meanwhile the draft is kept.
  window.addEventListener("beforeunload", (event) => {
    if (size(typed) > CARRIED) event.preventDefault();
  });

  window.addEventListener("pagehide", () => {
    for (const form of typed) navigator.sendBeacon(form.querySelector(KEPT_BY).dataset.hxPost, text(form));
    typed.clear();
  });
})();
