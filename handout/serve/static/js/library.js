// The library to pick from: exercises with their pictures, ready handouts, and blocks.
import { fetchProgram } from "./api.js";
import { beginDrag } from "./drag.js";
import { at } from "./fields.js";
import { inserted, itemsOf, merged, SECTIONS, usedBy } from "./program.js";
import { counts, filtered, FILTERS, makeSearch } from "./search.js";
import { announce, change, showFailure, store, update, useStore } from "./store.js";
import { html, useMemo, useState } from "./view.js";
import { hasWords, say } from "./words.js";

const TABS = ["entries", "handouts", "blocks"];

export function Library() {
  const { library } = useStore();
  const [tab, show] = useState("entries");
  return html`
    <section class="pane library" aria-labelledby="library-heading">
      <h2 id="library-heading">${say("pane.library")}</h2>
      <div class="segments" role="group" aria-labelledby="library-heading">
        ${TABS.map((name) => html`
          <button key=${name} type="button" aria-pressed=${tab === name} onClick=${() => show(name)}>
            ${say(`tab.${name}`)}</button>`)}
      </div>
      ${library && tab === "entries" && html`<${Entries} entries=${library.entries} writable=${library.writable} />`}
      ${library && tab === "handouts" && html`<${Handouts} handouts=${[...library.handouts, ...library.programs]} />`}
      ${library && tab === "blocks" && html`<${Blocks} blocks=${library.blocks} />`}
    </section>`;
}

function Entries({ entries, writable }) {
  const { program } = store;
  const [words, type] = useState("");
  const [chosen, choose] = useState({});
  const search = useMemo(() => makeSearch(entries), [entries]);
  const found = useMemo(() => search(words), [search, words]);
  const shown = filtered(found, chosen);
  const used = itemsOf(program).map(({ item }) => usedBy(item));
  const addFirst = (event) => {
    if (event.key !== "Enter" || !shown.length) return;
    addEntry(shown[0]);
    // What is typed next is the next search.
    event.target.select();
  };
  return html`
    <div class="search">
      <label for="search">${say("search")}</label>
      <input id="search" type="search" autocomplete="off" placeholder=${say("search.hint")} value=${words}
        onInput=${(event) => type(event.target.value)} onKeyDown=${addFirst} />
    </div>
    <${Filters} found=${found} chosen=${chosen} choose=${choose} />
    <p class="count" role="status">${shown.length ? say("search.count", { count: shown.length }) : say("search.none")}</p>
    <ul class="cards">
      ${shown.map((entry) => html`
        <${Card} key=${entry.id} entry=${entry} times=${used.filter((id) => id === entry.id).length} />`)}
    </ul>
    ${writable && html`<button type="button" class="wide" onClick=${() => update({ dialog: "exercise" })}>${say("exercise.new")}</button>`}`;
}

function Card({ entry, times }) {
  return html`
    <li>
      <button type="button" class="card" data-entry=${entry.id} onClick=${() => addEntry(entry)}
        onPointerDown=${(event) => {
          // A finger scrolls.
          if (event.pointerType !== "touch") beginDrag(event, { name: entry.name, drop: (path) => addAt(path, entry.id, entry.name) });
        }}>
        <span class="visually-hidden">${say("add")} </span>
        <span class="pictures">
          ${entry.pictures.slice(0, 2).map(({ url }) => html`<img key=${url} src=${url} alt="" loading="lazy" draggable=${false} />`)}
        </span>
        <span class="name" dir="auto">${entry.name}</span>
        <span class="about">
          <span class="dose">${entry.phrases[0]}</span>
          ${times > 0 && html`<span class="mark">${say("add.count", { count: times })}</span>`}
        </span>
      </button>
    </li>`;
}

function Filters({ found, chosen, choose }) {
  const active = Object.values(chosen).flat().length;
  const toggle = (name, value) => {
    const values = chosen[name] ?? [];
    const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
    choose({ ...chosen, [name]: next });
  };
  return html`
    <details class="filters">
      <summary>${active ? say("filter.count", { count: active }) : say("filter")}</summary>
      ${Object.keys(FILTERS).map((name) => [name, counts(found, chosen, name)]).filter(([, values]) => values.length).map(([name, values]) => html`
        <fieldset key=${name}>
          <legend>${say(`filter.${name}`)}</legend>
          <div class="chips">
            ${values.map(([value, count]) => html`
              <button key=${value} type="button" class="chip" aria-pressed=${(chosen[name] ?? []).includes(value)}
                onClick=${() => toggle(name, value)}>${valueWords(value)} <span class="number">${count}</span></button>`)}
          </div>
        </fieldset>`)}
      ${active > 0 && html`<button type="button" onClick=${() => choose({})}>${say("filter.clear")}</button>`}
    </details>`;
}

const valueWords = (value) => (hasWords(`value.${value}`) ? say(`value.${value}`) : value);

function Handouts({ handouts }) {
  const add = async ({ id, title }) => {
    try {
      change(merged(store.program, await fetchProgram(id)), { path: SECTIONS, open: null });
      announce(say("handout.added", { name: title }));
    } catch (error) {
      showFailure(error);
    }
  };
  return html`
    <ul class="rows">
      ${handouts.map((handout) => html`
        <li key=${handout.id}>
          <button type="button" class="row" onClick=${() => add(handout)}>
            <span class="visually-hidden">${say("add")} </span>
            <span class="name" dir="auto">${handout.title}</span>
            ${handout.subtitle && html`<span class="dose">${handout.subtitle}</span>`}
            ${handout.entries.length > 0 && html`<span class="dose">${say("handout.entries", { count: handout.entries.length })}</span>`}
          </button>
        </li>`)}
    </ul>`;
}

function Blocks({ blocks }) {
  return html`
    <ul class="rows">
      ${blocks.map(({ key, title, meaning, example }) => html`
        <li key=${key}>
          <button type="button" class="row" onClick=${() => add(example, title)}>
            <span class="visually-hidden">${say("add")} </span>
            <span class="name" dir="auto">${title}</span>
            <span class="dose">${meaning}</span>
          </button>
        </li>`)}
    </ul>`;
}

function addEntry(entry) {
  add(entry.id, entry.name);
}

/** Add an item at the end of the section in hand. */
function add(item, name) {
  const { program, open } = store;
  const number = open?.[2] ?? program.handout.sections.length - 1;
  const list = [...SECTIONS, number, "content"];
  addAt([...list, at(program, list).length], item, name);
}

function addAt(path, item, name) {
  const { program, open } = store;
  change(inserted(program, path, item), { path, open: typeof item === "string" ? open : path });
  const count = itemsOf(store.program).filter((each) => usedBy(each.item)).length;
  announce(say("added", { name, count }));
}
