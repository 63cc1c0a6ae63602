// Keep the pages up to date: one request at a time, and always the newest program at the end.
import { fetchDocument, isThere, Refused } from "./api.js";
import { itemsOf, written } from "./program.js";
import { listen, store, update } from "./store.js";

const AGAIN = 1000;
const LISTEN = 5000;
/** After this time the page says that it is still at work. */
const LONG = 600;
let shown = null;
let running = null;
/** Counts the documents, of which several may be the same file. */
let made = 0;

/** Set the pages of the program again if it or the options have changed. */
export function refresh() {
  if (!isShown()) running ??= run();
  return running;
}

/** Keep the pages up to date from now on. */
export function keepUpToDate() {
  // Beside the drawing of the change, not after it.
  listen(refresh);
  refresh();
}

/** Set the pages again although nothing has changed: the server has forgotten them. */
export async function refreshAgain() {
  await running;
  shown = null;
  await refresh();
}

const isShown = () => shown?.program === store.program && shown?.options === store.options;

async function run() {
  // The change that asks for this is over when the first request begins.
  await null;
  const slow = setTimeout(() => update({ slow: true }), LONG);
  while (!isShown()) {
    const { program, options, since } = store;
    store.since = null;
    try {
      const result = itemsOf(program).length ? await fetchDocument(written(program), options) : null;
      shown = { program, options };
      const drawn = Boolean(result?.document);
      update({ result: withPages(result, { program, options, since }), online: true, refused: null, busy: drawn });
    } catch (error) {
      if (error instanceof Refused) {
        shown = { program, options };
        update({ refused: error, online: true, busy: false, result: store.result && { ...store.result, isStale: true } });
      } else {
        update({ online: false });
        await new Promise((later) => { setTimeout(later, AGAIN); });
      }
    }
  }
  clearTimeout(slow);
  running = null;
  if (store.slow) update({ slow: false });
}

/** Return a result; with an error, the last pages stay in sight, but they are not to be printed. */
function withPages(result, asked) {
  if (result && !result.document) {
    return { ...result, ...store.result, problems: result.problems, isStale: true };
  }
  made += 1;
  return result && { ...result, made, asked };
}

/** Notice when the server stops, and when it is back. */
export function listenToServer() {
  setInterval(async () => {
    if (running || document.hidden) return;
    const there = await isThere();
    if (there && store.online) return;
    update({ online: there });
    refreshAgain();
  }, LISTEN);
}
