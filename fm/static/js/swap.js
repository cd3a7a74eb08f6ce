// What happens around a swapped piece: counts are read aloud, errors are said in German and nothing typed is lost.
"use strict";

(() => {
  const TROUBLE = {
    0: "Der Server ist gerade nicht erreichbar.",
    400: "Die Seite war zu lange offen. Bitte laden Sie sie neu.",
    401: "Ihre Anmeldung ist abgelaufen.",
    403: "Dafür reichen Ihre Rechte nicht aus.",
    404: "Diese Seite gibt es nicht mehr.",
    409: "Jemand anderes hat inzwischen gespeichert.",
    413: "Das ist zu viel auf einmal.",
    429: "Das waren zu viele Anfragen in kurzer Zeit. Bitte warten Sie einen Augenblick.",
  };

  function say(status) {
    const place = document.getElementById("stoerung");
    const line = document.createElement("p");
    const cause = TROUBLE[status] ?? `Das hat nicht geklappt (Fehler ${status}).`;
    line.append(`${cause} Ihre Eingaben stehen noch auf dieser Seite.`);
    if (status === 401) {
      const link = document.createElement("a");
      link.href = `/anmelden?next=${encodeURIComponent(location.pathname + location.search)}`;
      link.textContent = "Neu anmelden";
      line.append(" ", link);
    }
    place.replaceChildren(line);
  }

  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status));
  document.addEventListener("htmx:sendError", () => say(0));
  document.addEventListener("htmx:timeout", () => say(0));

  // A refusal that says where it belongs (two people saved the same thing) is shown there.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 409 || !event.detail.xhr.getResponseHeader("HX-Retarget")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    document.getElementById("stoerung").replaceChildren();
    const piece = document.getElementById(event.detail.target.id) ?? event.detail.target;
    piece.querySelector("[autofocus]")?.focus();
    const told = piece.querySelector("[data-announce]");
    if (told) document.getElementById("ansage").textContent = told.textContent;
  });
})();
