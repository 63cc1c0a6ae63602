// The state of the page: the program with its history, what the server made of it, what is open.
import { Refused } from "./api.js";
import { at, difference, withAt } from "./fields.js";
import { emptyProgram } from "./program.js";
import { useEffect, useState } from "./view.js";
import { say } from "./words.js";

const KEY = "handout";

export const store = {
  program: null,
  options: { edition: "standard", paper: "a4", mono: false, booklet: false, clinic: "" },
  library: null,
  result: null,
  /** Which pane is in sight where there is no room for all. */
  pane: "library",
  open: null,
  hovered: null,
  changed: null,
  online: true,
  saved: null,
  since: null,
  busy: false,
};
const listeners = new Set();

/**
 * The steps back and forth: each is the smallest part of the program that it changed, before and
 * after, so that any number of them takes little room.
 */
let past = [];
let future = [];
/** The field that is typed in, and the program before its first letter. */
let typing = { key: null, program: null };

/** Change parts of the state and draw again. */
export function update(parts) {
  Object.assign(store, parts);
  for (const listener of listeners) listener();
}

/** Show why the server did not do something: it said so, or it is not there. */
export function showFailure(error) {
  update(error instanceof Refused ? { refused: error } : { online: false });
}

/** Call a function after each change of the state; return what ends that. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Draw a component again whenever the state changes. */
export function useStore() {
  const [, draw] = useState(0);
  useEffect(() => listen(() => draw((count) => count + 1)), []);
  return store;
}

/**
 * Make a change that can be undone. Changes one after another with the same key, such as the
 * letters typed into one field, are one step.
 */
export function change(program, { path = null, key = null, ...parts } = {}) {
  if (program === store.program) return;
  const goesOn = key !== null && key === typing.key;
  const before = goesOn ? typing.program : store.program;
  const opened = goesOn ? past.at(-1)?.open[0] : store.open;
  if (goesOn) past.pop();
  const place = difference(before, program);
  typing = place ? { key, program: before } : { key: null, program: null };
  if (place) {
    const open = [opened ?? null, "open" in parts ? parts.open : store.open];
    past.push({ place, before: at(before, place), after: at(program, place), open, path });
  }
  future = [];
  show({ program, changed: path, ...parts });
}

/** Choose options of the page; they are no part of the history. */
export function choose(options) {
  show({ options: { ...store.options, ...options }, changed: null });
}

/** End a step: the next change of the same field is another one. */
export function endStep() {
  typing = { key: null, program: null };
}

export const canUndo = () => past.length > 0;
export const canRedo = () => future.length > 0;

export function undo() {
  const step = past.pop();
  if (!step) return;
  future.push(step);
  go(step, step.before, step.open[0]);
  announce(say("undone"));
}

export function redo() {
  const step = future.pop();
  if (!step) return;
  past.push(step);
  go(step, step.after, step.open[1]);
  announce(say("redone"));
}

function go({ place, path }, value, open) {
  endStep();
  show({ program: withAt(store.program, place, value), changed: path, open });
}

/** Show what is to be on the pages, and note since when they are not up to date. */
function show(parts) {
  update({ ...parts, since: store.since ?? performance.now(), busy: true });
  clearTimeout(keeping);
  keeping = setTimeout(keep, 300);
}

let keeping = 0;

/** Begin with another program, as one step that can be undone. */
export function start(program) {
  change(program, { open: null });
}

/** Return whether there is work that was not saved as a file. */
export const isUnsaved = () => past.length > 0 && store.saved !== store.program;

// The tab keeps its work when it is loaded anew; other tabs and later days never see it.
function keep() {
  const { program, options, open } = store;
  for (let steps = past; ; steps = steps.slice(Math.ceil(steps.length / 2))) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ program, options, open, past: steps, future }));
      return;
    } catch {
      // There is room for fewer steps, or for none at all.
      if (!steps.length) return;
    }
  }
}

/** Take up the work of this tab, or begin an empty program. */
export function takeUp() {
  const { past: steps, future: undone, ...kept } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  past = steps ?? [];
  future = undone ?? [];
  update({ program: emptyProgram(say("new.title")), ...kept });
  addEventListener("pagehide", keep);
}

/** How long a message stays in sight, in milliseconds. */
const SHOWN = 5000;
let hiding = 0;

/** Say what has changed, in sight for a while and to those who cannot see it. */
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  live.className = "toast";
  clearTimeout(hiding);
  hiding = setTimeout(() => { live.className = "visually-hidden"; }, SHOWN);
  requestAnimationFrame(() => { live.textContent = text; });
}
