// The state of the page: the program with its history, what the server made of it, what is open.
import { useEffect, useState } from "./view.js";
import { emptyProgram } from "./program.js";
import { say } from "./words.js";

const KEY = "handout";

export const store = {
  program: null,
  options: { edition: "standard", paper: "a4", mono: false, booklet: false, clinic: "" },
  library: null,
  result: null,
  open: null,
  hovered: null,
  changed: null,
  online: true,
  saved: null,
};
const past = [];
const future = [];
let lastKey = null;
const listeners = new Set();

/** Change parts of the state and draw again. */
export function update(parts) {
  Object.assign(store, parts);
  for (const listener of listeners) listener();
}

/** Draw a component again whenever the state changes. */
export function useStore() {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = () => draw((count) => count + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return store;
}

/**
 * Make a change that can be undone. Changes one after another with the same key, such as the
 * letters typed into one field, are one step.
 */
export function change(program, { path = null, key = null, ...parts } = {}) {
  if (program === store.program) return;
  if (key === null || key !== lastKey) past.push(snapshot());
  lastKey = key;
  future.length = 0;
  update({ program, changed: path, ...parts });
  keep();
}

/** Choose options of the page; they are no part of the history. */
export function choose(options) {
  update({ options: { ...store.options, ...options }, changed: null });
  keep();
}

/** End a step: the next change of the same field is another one. */
export function endStep() {
  lastKey = null;
}

const snapshot = () => ({ program: store.program, open: store.open, changed: store.changed });
export const canUndo = () => past.length > 0;
export const canRedo = () => future.length > 0;

export function undo() {
  step(past, future);
}

export function redo() {
  step(future, past);
}

function step(from, to) {
  if (!from.length) return;
  to.push(snapshot());
  lastKey = null;
  update(from.pop());
  keep();
}

/** Begin with another program, as one step that can be undone. */
export function start(program) {
  change(program, { open: null });
}

/** Return whether there is work that was not saved as a file. */
export const isUnsaved = () => past.length > 0 && store.saved !== store.program;

// The tab keeps its work when it is loaded anew; other tabs and later days never see it.
function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ program: store.program, options: store.options }));
  } catch {
    // Without room the work is kept on the screen only.
  }
}

/** Take up the work of this tab, or begin an empty program. */
export function takeUp() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  update(kept ?? { program: emptyProgram(say("new.title")) });
}

/** Say what has changed to those who cannot see it. */
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}
