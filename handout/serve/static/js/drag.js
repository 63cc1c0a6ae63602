// Drag an item, or an exercise of the library, to a place among the items.
import { SECTIONS } from "./program.js";

/** Pixels that a pointer may move in a click. */
const SLACK = 6;
/** Pixels around the items in which they take what is dropped. */
const AROUND = 60;

/** The element of the sections, and the function that shows a line at a height in it. */
let area = null;

export function setDropArea(list, showLine) {
  area = { list, showLine };
}

/** Follow the pointer from an element, and call `drop` with the path of the place at the end. */
export function beginDrag(event, { name, drop }) {
  if (event.button !== 0) return;
  const source = event.currentTarget;
  const { pointerId, clientX, clientY } = event;
  let tag = null;
  let target = null;
  const follow = (moved) => {
    if (!tag) {
      if (Math.hypot(moved.clientX - clientX, moved.clientY - clientY) < SLACK) return;
      source.setPointerCapture(pointerId);
      tag = document.body.appendChild(document.createElement("div"));
      tag.className = "dragged";
      tag.textContent = name;
    }
    tag.style.transform = `translate(${moved.clientX + 12}px, ${moved.clientY + 12}px)`;
    scrollAt(moved.clientY);
    target = placeAt(moved.clientX, moved.clientY);
    area.showLine(target?.line ?? null);
  };
  const end = (ended) => {
    source.removeEventListener("pointermove", follow);
    for (const type of ["pointerup", "pointercancel"]) source.removeEventListener(type, end);
    removeEventListener("keydown", onKey, true);
    if (!tag) return;
    tag.remove();
    area.showLine(null);
    // The end of a drag is no click.
    const stop = (click) => click.stopImmediatePropagation();
    addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }));
    if (target && ended.type === "pointerup") drop(target.path);
  };
  const onKey = (pressed) => {
    if (pressed.key === "Escape") end(pressed);
  };
  source.addEventListener("pointermove", follow);
  for (const type of ["pointerup", "pointercancel"]) source.addEventListener(type, end);
  addEventListener("keydown", onKey, true);
}

/** Scroll the programme while the pointer is at its upper or lower end. */
function scrollAt(y) {
  const pane = area.list.closest(".pane");
  const { top, bottom } = pane.getBoundingClientRect();
  if (y < top + AROUND) pane.scrollBy(0, -AROUND / 4);
  if (y > bottom - AROUND) pane.scrollBy(0, AROUND / 4);
}

/** Return the place among the items that is nearest to a point of the window, if one is near. */
function placeAt(x, y) {
  const { left, right, top } = area.list.getBoundingClientRect();
  if (x < left - AROUND || x > right + AROUND) return null;
  const places = [...area.list.querySelectorAll("[data-section]")].flatMap((section) => {
    const path = [...SECTIONS, Number(section.dataset.section), "content"];
    const boxes = [...section.querySelectorAll(".item")].map((item) => item.getBoundingClientRect());
    const { bottom } = section.querySelector(".items").getBoundingClientRect();
    const edges = boxes.length ? [...boxes.map((box) => box.top), boxes.at(-1).bottom] : [bottom];
    return edges.map((edge, place) => ({ line: edge - top, path: [...path, place] }));
  });
  const away = ({ line }) => Math.abs(line + top - y);
  return places.reduce((best, place) => (away(place) < away(best) ? place : best));
}
