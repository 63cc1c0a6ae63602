"use strict";
// Entries are stored on this device only; where it stores nothing, the log still works.
for (const table of document.querySelectorAll("table.log")) {
  const boxes = [...table.querySelectorAll("input[type=checkbox]")];
  const notes = [...table.querySelectorAll("input[type=text]")];
  const kept = table.parentNode.querySelector(".kept");
  const key = `${document.body.dataset.key}.${table.id}`;
  const fill = ({ ticks = "", texts = [] }) => {
    boxes.forEach((box, index) => { box.checked = ticks[index] === "x"; });
    notes.forEach((note, index) => { note.value = texts[index] ?? ""; });
  };
  try {
    fill(JSON.parse(localStorage.getItem(key) ?? "{}"));
    table.addEventListener("input", () => {
      const ticks = boxes.map((box) => (box.checked ? "x" : "-")).join("");
      localStorage.setItem(key, JSON.stringify({ ticks, texts: notes.map((note) => note.value) }));
    });
    const button = kept.querySelector("button");
    button.addEventListener("click", () => {
      if (!confirm(button.dataset.question)) return;
      localStorage.removeItem(key);
      fill({});
    });
    kept.hidden = false;
  } catch { /* a browser may refuse storage to local files */ }
}
