// The bar above the panes: history, options of the page, and what to do with it.
import { readProgram } from "./api.js";
import { canPrint, printDocument, saveFile } from "./give.js";
import { Icon } from "./icons.js";
import { emptyProgram } from "./program.js";
import { canRedo, canUndo, choose, redo, showFailure, start, undo, update, useStore } from "./store.js";
import { html, useEffect, useRef } from "./view.js";
import { say } from "./words.js";

const EDITIONS = ["standard", "compact", "cards", "large-print"];
const PAPERS = ["a4", "letter", "a5"];
const CARDS = ["2", "4", "6"];
const FORMATS = ["yaml", "pdf", "html", "epub"];

export function Toolbar() {
  const { library, options, result } = useStore();
  const file = useRef(null);
  const open = async (chosen) => {
    if (!chosen) return;
    try {
      start(await readProgram(chosen));
    } catch (error) {
      showFailure(error);
    }
  };
  useEffect(() => {
    const over = (event) => event.preventDefault();
    const drop = (event) => {
      event.preventDefault();
      open(event.dataTransfer.files[0]);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, []);
  return html`
    <header class="bar">
      <h1>${say("app")}</h1>
      <div class="group">
        <button type="button" onClick=${() => start(emptyProgram(say("new.title")))}>${say("new")}</button>
        <button type="button" title=${say("open.hint")} onClick=${() => file.current.click()}>${say("open")}</button>
        <input ref=${file} id="open-file" type="file" accept=".yaml,.yml" hidden aria-label=${say("open.hint")}
          onChange=${(event) => { open(event.target.files[0]); event.target.value = ""; }} />
        <${Step} name="undo" able=${canUndo()} act=${undo} />
        <${Step} name="redo" able=${canRedo()} act=${redo} />
      </div>
      <div class="group options">
        <${Choice} name="edition" values=${EDITIONS} chosen=${options.edition} />
        <${Choice} name="paper" values=${PAPERS} chosen=${options.paper} />
        ${options.edition === "cards" && html`
          <label>${say("option.cards")}
            <select value=${options.cards ?? "4"} onChange=${(event) => choose({ cards: Number(event.target.value) })}>
              ${CARDS.map((count) => html`<option value=${count}>${count}</option>`)}
            </select>
          </label>`}
        <label>${say("option.clinic")}
          <select value=${options.clinic} onChange=${(event) => choose({ clinic: event.target.value })}>
            <option value="">${say("option.clinic.none")}</option>
            ${library?.clinics.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
          </select>
        </label>
        <${Switch} name="mono" on=${options.mono} />
        ${options.edition !== "cards" && options.paper !== "a5" && html`<${Switch} name="booklet" on=${options.booklet} />`}
      </div>
      <div class="group give">
        <${SaveMenu} library=${library} />
        <button type="button" class="main" disabled=${!canPrint(result)} onClick=${printDocument}>${say("print")}</button>
      </div>
    </header>`;
}

function Step({ name, able, act }) {
  return html`<button type="button" class="sign" aria-label=${say(name)} title=${say(name)}
    disabled=${!able} onClick=${act}><${Icon} name=${name} /></button>`;
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
  const folded = value !== "cards" && value !== "a5";
  return folded ? { [name]: value } : { [name]: value, booklet: false };
}

function Switch({ name, on }) {
  return html`<label class="switch"><input type="checkbox" checked=${on}
    onChange=${(event) => choose({ [name]: event.target.checked })} />${say(`option.${name}`)}</label>`;
}

function SaveMenu({ library }) {
  const menu = useRef(null);
  const act = (action) => () => {
    menu.current.querySelector("summary").focus();
    menu.current.open = false;
    action();
  };
  const close = (event) => {
    if (event.key === "Escape") {
      menu.current.open = false;
      menu.current.querySelector("summary").focus();
    }
  };
  return html`
    <details ref=${menu} class="menu" onKeyDown=${close}
      onFocusOut=${(event) => { if (!menu.current.contains(event.relatedTarget)) menu.current.open = false; }}>
      <summary>${say("save")}</summary>
      <ul>
        ${FORMATS.map((format) => html`
          <li key=${format}><button type="button" onClick=${act(() => saveFile(format))}>${say(`save.${format}`)}</button></li>`)}
        ${library?.phones && html`
          <li><button type="button" onClick=${act(() => update({ dialog: "phone" }))}>${say("save.phone")}</button></li>`}
        ${library?.writable && html`
          <li><button type="button" onClick=${act(() => update({ dialog: "handout" }))}>${say("save.handout")}</button></li>
          <li><button type="button" onClick=${act(() => update({ dialog: "clinic" }))}>${say("save.clinic")}</button></li>`}
      </ul>
    </details>`;
}
