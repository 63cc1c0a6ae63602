// Keep the pages up to date: one request at a time, and always the newest program at the end.
import { fetchDocument, Refused } from "./api.js";
import { itemsOf } from "./program.js";
import { store, update } from "./store.js";

const AGAIN = 1000;
let shown = null;
let busy = false;

/** Set the pages of the program again if it or the options have changed. */
export async function refresh() {
  const { program, options } = store;
  if (busy || (shown?.program === program && shown?.options === options)) return;
  busy = true;
  performance.mark("handout:changed");
  try {
    const result = itemsOf(program).length ? await fetchDocument(program, options) : null;
    shown = { program, options };
    // With an error, the last pages stay in sight, but they are not to be printed.
    const kept = result && !result.document
      ? { ...result, ...store.result, problems: result.problems, isStale: true } : result;
    update({ result: kept, online: true, refused: null });
  } catch (error) {
    if (error instanceof Refused) {
      shown = { program, options };
      update({ refused: error, online: true });
    } else {
      update({ online: false });
      setTimeout(refresh, AGAIN);
    }
  } finally {
    busy = false;
  }
  if (store.online) refresh();
}
