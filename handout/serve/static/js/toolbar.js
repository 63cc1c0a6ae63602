// The bar above the panes: what is opened, the history, and what to do with the programme.
import { readProgram, Refused } from "./api.js";
import { canPrint, printDocument, saveFile } from "./give.js";
import { Icon } from "./icons.js";
import { emptyProgram } from "./program.js";
import { announce, canRedo, canUndo, redo, showFailure, start, undo, update, useStore } from "./store.js";
import { html, useEffect, useRef } from "./view.js";
import { say } from "./words.js";

const FORMATS = ["yaml", "pdf", "html", "epub"];

export function Toolbar() {
  const { library, result } = useStore();
  const file = useRef(null);
  const open = async (chosen) => {
    if (!chosen) return;
    try {
      start(await readProgram(chosen));
      announce(say("opened", { name: chosen.name }));
    } catch (error) {
      if (error instanceof Refused) error.problems.unshift({ message: say("open.refused", { name: chosen.name }), hint: null });
      showFailure(error);
    }
  };
  const begin = () => {
    start(emptyProgram(say("new.title")));
    announce(say("new.begun"));
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
      <h1><img src="/static/icon.svg" alt="" />${say("app")}</h1>
      <div class="group">
        <button type="button" onClick=${begin}>${say("new")}</button>
        <button type="button" title=${say("open.hint")} onClick=${() => file.current.click()}>${say("open")}</button>
        <input ref=${file} id="open-file" type="file" accept=".yaml,.yml" hidden aria-label=${say("open.hint")}
          onChange=${(event) => { open(event.target.files[0]); event.target.value = ""; }} />
        <${Step} name="undo" able=${canUndo()} act=${undo} />
        <${Step} name="redo" able=${canRedo()} act=${redo} />
      </div>
      <div class="group give">
        <${SaveMenu} library=${library} />
        <button type="button" class="main" disabled=${!canPrint(result)} onClick=${printDocument}><${Icon} name="print" />${say("print")}</button>
      </div>
    </header>`;
}

function Step({ name, able, act }) {
  return html`<button type="button" class="sign" aria-label=${say(name)} title=${say(name)}
    disabled=${!able} onClick=${act}><${Icon} name=${name} /></button>`;
}

function SaveMenu({ library }) {
  const menu = useRef(null);
  const act = (action) => () => {
    menu.current.querySelector("summary").focus();
    menu.current.open = false;
    action();
  };
  /** What is under an open menu takes no click and no focus. */
  const cover = () => {
    for (const pane of document.querySelectorAll(".pane")) pane.inert = menu.current.open;
  };
  const close = (event) => {
    if (event.key === "Escape") {
      menu.current.open = false;
      menu.current.querySelector("summary").focus();
    }
  };
  return html`
    <details ref=${menu} class="menu" onKeyDown=${close} onToggle=${cover}
      onFocusOut=${(event) => { if (!menu.current.contains(event.relatedTarget)) menu.current.open = false; }}>
      <summary>${say("save")}</summary>
      <ul>
        ${FORMATS.map((format) => html`
          <li key=${format}><button type="button" onClick=${act(() => saveFile(format))}>${say(`save.${format}`)}</button></li>`)}
        ${library?.phones && html`
          <li><button type="button" onClick=${act(() => update({ dialog: "phone" }))}>${say("save.phone")}</button></li>`}
        ${library && !library.writable && html`<li class="dose">${say("save.own")}</li>`}
        ${library?.writable && html`
          <li><button type="button" onClick=${act(() => update({ dialog: "handout" }))}>${say("save.handout")}</button></li>`}
      </ul>
    </details>`;
}
