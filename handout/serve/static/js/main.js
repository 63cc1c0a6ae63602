// The page: a bar of tools, and three panes side by side or one at a time.
import { fetchLibrary } from "./api.js";
import { Dialogs } from "./dialogs.js";
import { Problems } from "./dosage.js";
import { listenToKeys } from "./keys.js";
import { Library } from "./library.js";
import { Options } from "./options.js";
import { Pages } from "./pages.js";
import { itemsOf } from "./program.js";
import { Programme } from "./programme.js";
import { keepUpToDate, listenToServer, refreshAgain } from "./refresh.js";
import { isUnsaved, store, takeUp, update, useStore } from "./store.js";
import { Toolbar } from "./toolbar.js";
import { html, render } from "./view.js";
import { loadWords, say } from "./words.js";

const PANES = ["library", "programme", "pages"];

function Page() {
  const { program, online, refused, pane } = useStore();
  const count = itemsOf(program).length;
  return html`
    <${Toolbar} />
    ${!online && html`<p class="banner" role="status">${say("offline")}</p>`}
    ${refused && html`
      <div class="banner refused">
        <div role="alert"><${Problems} problems=${refused.problems.map((problem) => ({ severity: "error", kind: "refused", ...problem }))} /></div>
        <button type="button" onClick=${() => update({ refused: null })}>${say("close")}</button>
      </div>`}
    <main class="panes" data-shown=${pane}>
      <${Library} />
      <${Programme} />
      <${Pages} again=${refreshAgain}><${Options} /><//>
    </main>
    <nav class="tabs" aria-label=${say("app")}>
      ${PANES.map((name) => html`
        <button key=${name} type="button" aria-current=${pane === name ? "page" : undefined}
          onClick=${() => showPane(name)}>${say(`pane.${name}`)}${name === "programme" && count > 0 && html` <span class="badge">${count}</span>`}</button>`)}
    </nav>
    <${Dialogs} />`;
}

/** Show a pane from its top. */
function showPane(pane) {
  update({ pane });
  scrollTo(0, 0);
}

async function loadLibrary() {
  try {
    update({ library: await fetchLibrary() });
  } catch {
    update({ online: false });
    setTimeout(loadLibrary, 1000);
  }
}

await loadWords("en");
takeUp();
document.title = say("app");
render(html`<${Page} />`, document.getElementById("page"));
keepUpToDate();
loadLibrary();
listenToKeys();
listenToServer();
addEventListener("beforeunload", (event) => { if (isUnsaved()) event.preventDefault(); });
