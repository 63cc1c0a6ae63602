// How the pages are printed: edition, paper, letterhead.
import { choose, store, update, useStore } from "./store.js";
import { html } from "./view.js";
import { say } from "./words.js";

const EDITIONS = ["standard", "compact", "cards", "large-print"];
const PAPERS = ["a4", "letter", "a5"];
const CARDS = ["2", "4", "6"];
/** The editions with room for two languages side by side. */
const WIDE = ["standard", "large-print"];
/** The language of the library, and of the page. */
const OWN = "en";
/** What languages are called on the page, which is in English. */
export const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

export function Options() {
  const { library, options } = useStore();
  const [language, beside] = (options.language ?? "").split(",");
  return html`
    <div class="options">
      <${Choice} name="edition" values=${EDITIONS} chosen=${options.edition} />
      <${Choice} name="paper" values=${PAPERS} chosen=${options.paper} />
      ${options.edition === "cards" && html`
        <label>${say("option.cards")}
          <select value=${options.cards ?? "4"} onChange=${(event) => choose({ cards: Number(event.target.value) })}>
            ${CARDS.map((count) => html`<option value=${count}>${count}</option>`)}
          </select>
        </label>`}
      ${library?.languages.length > 0 && html`
        <label>${say("option.language")}
          <select value=${language} onChange=${(event) => choose({ language: inLanguages(event.target.value, beside) })}>
            <option value="">${say("option.language.none")}</option>
            ${library.languages.map((tag) => html`<option key=${tag} value=${tag}>${LANGUAGES.of(tag)}</option>`)}
          </select>
        </label>`}
      ${isForeign(language) && WIDE.includes(options.edition) && html`
        <${Switch} name="beside" on=${Boolean(beside)}
          set=${(on) => choose({ language: inLanguages(language, on && OWN) })} />`}
      <label>${say("option.clinic")}
        <select value=${options.clinic} onChange=${(event) => choose({ clinic: event.target.value })}>
          <option value="">${say("option.clinic.none")}</option>
          ${library?.clinics.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
        </select>
      </label>
      ${library?.writable && html`
        <button type="button" onClick=${() => update({ dialog: "clinic" })}>${say("option.clinic.edit")}</button>`}
      <${Switch} name="mono" on=${options.mono} set=${(mono) => choose({ mono })} />
      ${options.edition !== "cards" && options.paper !== "a5" && html`
        <${Switch} name="booklet" on=${options.booklet} set=${(booklet) => choose({ booklet })} />`}
    </div>`;
}

function Choice({ name, values, chosen }) {
  return html`
    <label>${say(`option.${name}`)}
      <select value=${chosen} onChange=${(event) => choose(allowed(name, event.target.value))}>
        ${values.map((value) => html`<option key=${value} value=${value}>${say(`option.${name}.${value}`)}</option>`)}
      </select>
    </label>`;
}

/** Return a choice without options that do not go together with it. */
function allowed(name, value) {
  const { language = "" } = store.options;
  const chosen = { [name]: value };
  if (value === "cards" || value === "a5") chosen.booklet = false;
  if (name === "edition" && !WIDE.includes(value)) [chosen.language] = language.split(",");
  return chosen;
}

/** Return languages side by side, as the command line takes them: one, or 'es,en'. */
const inLanguages = (language, beside) => (isForeign(language) && beside ? `${language},${beside}` : language);

const isForeign = (language) => language !== "" && language.split("-")[0] !== OWN;

function Switch({ name, on, set }) {
  return html`<label class="switch"><input type="checkbox" checked=${on}
    onChange=${(event) => set(event.target.checked)} />${say(`option.${name}`)}</label>`;
}
