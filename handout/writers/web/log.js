"use strict";
// Ticks are kept on this device alone; where it keeps nothing, boxes can still be ticked.
for (const table of document.querySelectorAll("table[data-key]")) {
  const boxes = [...table.querySelectorAll("input")];
  const { key } = table.dataset;
  try {
    const ticks = localStorage.getItem(key) ?? "";
    boxes.forEach((box, index) => { box.checked = ticks[index] === "x"; });
    table.addEventListener("change", () => {
      localStorage.setItem(key, boxes.map((box) => (box.checked ? "x" : "-")).join(""));
    });
    table.parentNode.querySelector(".kept").hidden = false;
  } catch { /* a browser may keep nothing for files */ }
}
