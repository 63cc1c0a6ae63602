"use strict";
// What is filled in is stored on this device only; where it stores nothing, the log still works.
for (const kept of document.querySelectorAll(".kept")) {
  const log = kept.parentNode;
  const boxes = [...log.querySelectorAll("input[type=checkbox]")];
  const fields = [...log.querySelectorAll("input:not([type=checkbox])")];
  const key = `${document.body.dataset.key}.${log.id}`;
  const fill = ({ ticks = "", texts = [] }) => {
    boxes.forEach((box, index) => { box.checked = ticks[index] === "x"; });
    fields.forEach((field, index) => { field.value = texts[index] ?? ""; });
  };
  try {
    fill(JSON.parse(localStorage.getItem(key) ?? "{}"));
    log.addEventListener("input", () => {
      const ticks = boxes.map((box) => (box.checked ? "x" : "-")).join("");
      const texts = fields.map((field) => field.value);
      localStorage.setItem(key, JSON.stringify({ ticks, texts }));
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
