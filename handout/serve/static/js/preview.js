// The pages of one handout, drawn again on every save of its files.
import { fetchPreview } from "./api.js";
import { Problems } from "./dosage.js";
import { Pages } from "./pages.js";
import { store, update, useStore } from "./store.js";
import { html, render } from "./view.js";
import { loadWords, say } from "./words.js";

function Preview() {
  const { problems, online } = useStore();
  return html`
    ${!online && html`<p class="banner" role="alert">${say("offline")}</p>`}
    <main class="panes preview">
      <${Pages} again=${load} />
      ${problems?.length > 0 && html`
        <section class="pane" aria-labelledby="problems-heading">
          <h2 id="problems-heading">${say("problems")}</h2>
          <${Problems} problems=${problems} />
        </section>`}
    </main>`;
}

async function load() {
  const shown = await fetchPreview();
  const { problems, ...result } = shown;
  // With an error, the last pages stay in sight.
  const kept = shown.document ? { ...result, problems: [], made: performance.now() } : store.result && { ...store.result, isStale: true };
  update({ result: kept, problems });
  document.title = kept?.title ?? say("app");
}

await loadWords("en");
render(html`<${Preview} />`, document.getElementById("page"));
const changes = new EventSource("/api/preview/changes");
// Also after the server was started again.
changes.addEventListener("open", () => { update({ online: true }); load(); });
changes.addEventListener("message", load);
changes.addEventListener("error", () => update({ online: false }));
