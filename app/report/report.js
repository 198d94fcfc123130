"use strict";
// Opens the passage behind a citation beside the text. Without this script the same links lead to the notes.
(() => {
  const panel = document.getElementById("panel");
  const body = document.getElementById("panel-body");
  const title = document.getElementById("panel-title");
  const cites = [...document.querySelectorAll("a.cite")];
  let opened = null;

  const noteOf = (cite) => document.getElementById(cite.getAttribute("href").slice(1));

  // The panel alone is scrolled, never the text beside it.
  const showMark = () => {
    const mark = body.querySelector("mark");
    const below = mark ? mark.getBoundingClientRect().top - body.getBoundingClientRect().top : 0;
    const fits = mark && mark.getBoundingClientRect().bottom < body.getBoundingClientRect().bottom;
    if (mark && !fits) body.scrollTop = below - body.clientHeight / 3;
  };

  const close = (refocus) => {
    if (!opened) return;
    const cite = opened;
    opened = null;
    cite.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    document.documentElement.classList.remove("reading");
    if (refocus) cite.focus({ preventScroll: true });
  };

  const open = (cite) => {
    close(false);
    opened = cite;
    title.replaceChildren(noteOf(cite).querySelector(".badge").cloneNode(true));
    const copies = [...noteOf(cite).children].filter((child) => !child.classList.contains("back"));
    body.replaceChildren(...copies.map((child) => child.cloneNode(true)));
    cite.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    document.documentElement.classList.add("reading");
    body.scrollTop = 0;
    showMark();
    cite.scrollIntoView({ block: "nearest" });
    title.focus({ preventScroll: true });
  };

  const step = (by) => {
    const place = cites.indexOf(opened) + by;
    if (place >= 0 && place < cites.length) open(cites[place]);
  };

  for (const cite of cites) {
    cite.setAttribute("role", "button");
    cite.setAttribute("aria-expanded", "false");
    cite.setAttribute("aria-controls", "panel");
    cite.addEventListener("click", (event) => {
      event.preventDefault();
      if (opened === cite) close(true);
      else open(cite);
    });
    cite.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      cite.click();
    });
  }
  document.getElementById("close").addEventListener("click", () => close(true));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.getElementById("next").addEventListener("click", () => step(1));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });
  document.documentElement.classList.add("scripted");
})();
