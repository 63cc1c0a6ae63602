// The signs on buttons; each is named by its button.
import { html } from "./view.js";

const PATHS = {
  undo: "M8 5 4 9l4 4M4 9h7a5 5 0 0 1 0 10H9",
  redo: "m12 5 4 4-4 4m4-4H9a5 5 0 0 0 0 10h2",
  copy: "M7 7h9v9H7zM4 13V4h9",
  remove: "m5 5 10 10M15 5 5 15",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12m-5-5 5 5 5-5",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11m4 9.5 4 4",
  print: "M6 7V3h8v4M6 14H3V7h14v7h-3M6 11h8v6H6z",
  handle: "M7 4v.01M7 10v.01M7 16v.01M13 4v.01M13 10v.01M13 16v.01",
};

export function Icon({ name }) {
  return html`
    <svg class=${`icon ${name}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none"
      stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">
      <path d=${PATHS[name]} />
    </svg>`;
}
