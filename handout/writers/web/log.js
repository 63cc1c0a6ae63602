"use strict";
// Entries are stored on this device only; where it stores nothing, the log still works.
for (const table of document.querySelectorAll("table[data-key]")) {
  const boxes = [...table.querySelectorAll("input[type=checkbox]")];
  const notes = [...table.querySelectorAll("input[type=text]")];
  const { key } = table.dataset;
  try {
    const ticks = localStorage.getItem(key) ?? "";
    boxes.forEach((box, index) => { box.checked = ticks[index] === "x"; });
    const texts = JSON.parse(localStorage.getItem(`${key}.notes`) ?? "[]");
    notes.forEach((note, index) => { note.value = texts[index] ?? ""; });
    table.addEventListener("input", () => {
      localStorage.setItem(key, boxes.map((box) => (box.checked ? "x" : "-")).join(""));
      localStorage.setItem(`${key}.notes`, JSON.stringify(notes.map((note) => note.value)));
    });
    table.parentNode.querySelector(".kept").hidden = false;
  } catch { /* a browser may refuse storage to local files */ }
}
