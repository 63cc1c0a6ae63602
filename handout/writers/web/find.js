"use strict";
// Shows the entries of a catalogue that have all words, in what it says or in others for the same.
const field = document.querySelector("[type=search]");
field.closest("[role=search]").hidden = false;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const foundBy = JSON.parse(document.querySelector("#_found-by").textContent);
const parts = [...document.querySelectorAll(".part")].map((part) => {
  const region = part.querySelector("h2").textContent;
  const entries = [...part.querySelectorAll("figure, li")].map((entry) => {
    const described = entry.querySelector("[aria-label], [alt]");
    const alt = described?.getAttribute("aria-label") ?? described?.getAttribute("alt") ?? "";
    return { entry, words: plain(`${region} ${entry.textContent} ${alt} ${foundBy[entry.id] ?? ""}`) };
  });
  return { part, entries };
});
field.addEventListener("input", () => {
  const asked = plain(field.value).split(/\s+/).filter(Boolean);
  for (const { part, entries } of parts) {
    for (const { entry, words } of entries) {
      entry.hidden = !asked.every((word) => words.includes(word));
    }
    part.hidden = entries.every(({ entry }) => entry.hidden);
  }
});
