// The library to pick from: exercises with their pictures, ready handouts, and blocks.
import { fetchProgram } from "./api.js";
import { beginDrag } from "./drag.js";
import { at, keyOf } from "./fields.js";
import { Icon } from "./icons.js";
import { inserted, itemsOf, merged, SECTIONS, usedBy } from "./program.js";
import { counts, filtered, FILTERS, makeSearch } from "./search.js";
import { announce, change, showFailure, store, update, useStore } from "./store.js";
import { html, useMemo, useState } from "./view.js";
import { hasWords, say } from "./words.js";

const TABS = { entries: Entries, handouts: Handouts, blocks: Blocks };
const ADD = { entries: addEntry, handouts: addHandout, blocks: addBlock };

export function Library() {
  const { library } = useStore();
  const [tab, show] = useState("entries");
  const [words, type] = useState("");
  const [chosen, choose] = useState({});
  const search = useMemo(() => library && makeSearch(thingsOf(library)), [library]);
  const found = useMemo(() => search && search(words), [search, words]);
  const shown = found && { ...found, entries: filtered(found.entries, chosen) };
  const addFirst = (event) => {
    if (event.key !== "Enter" || !shown?.[tab].length) return;
    ADD[tab](shown[tab][0]);
    // What is typed next is the next search.
    event.target.select();
  };
  const open = (name) => {
    show(name);
    // A search for something else is over.
    if (!found?.[name].length) type("");
  };
  const Tab = TABS[tab];
  return html`
    <section class="pane library" aria-labelledby="library-heading">
      <h2 id="library-heading">${say("pane.library")}</h2>
      <div class="search-box">
        <label for="search" class="visually-hidden">${say("search")}</label>
        <${Icon} name="search" />
        <input id="search" type="search" autocomplete="off" placeholder=${say("search.hint")} value=${words}
          onInput=${(event) => type(event.target.value)} onKeyDown=${addFirst} />
      </div>
      <div class="segments" role="group" aria-labelledby="library-heading">
        ${Object.keys(TABS).map((name) => html`
          <button key=${name} type="button" aria-pressed=${tab === name} onClick=${() => open(name)}>
            ${say(`tab.${name}`)}${words.trim() && shown && html` <span class="badge" aria-hidden="true">${shown[name].length}</span>`}</button>`)}
      </div>
      ${shown && html`
        ${tab === "entries" && html`<${Filters} found=${found.entries} chosen=${chosen} choose=${choose} />`}
        <p class=${tab === "entries" || !shown[tab].length ? "count" : "visually-hidden"} role="status">
          ${shown[tab].length ? say(`search.count.${tab}`, { count: shown[tab].length }) : say("search.none")}</p>
        ${!shown[tab].length && html`
          <div class="chips">
            ${Object.keys(TABS).filter((name) => shown[name].length).map((name) => html`
              <button key=${name} type="button" class="chip" onClick=${() => open(name)}>
                ${say(`search.count.${name}`, { count: shown[name].length })}</button>`)}
          </div>`}
        ${tab === "entries" && library.writable && html`
          <button type="button" class="wide" onClick=${() => update({ dialog: "exercise" })}>${say("exercise.new")}</button>`}
        <${Tab} found=${shown[tab]} />`}
    </section>`;
}

function thingsOf({ entries, handouts, programs, blocks }) {
  return { entries, handouts: [...handouts, ...programs], blocks };
}

function Entries({ found }) {
  const used = itemsOf(store.program).map(({ item }) => usedBy(item));
  return html`
    <ul class="cards">
      ${found.map((entry) => html`
        <${Card} key=${entry.id} entry=${entry} times=${used.filter((id) => id === entry.id).length} />`)}
    </ul>`;
}

function Card({ entry, times }) {
  return html`
    <li>
      <button type="button" class=${`card ${times ? "used" : ""}`} data-entry=${entry.id} onClick=${() => addEntry(entry)}
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
          <span class="dose" dir="auto">${entry.summary || entry.phrases[0]}</span>
          ${times > 0 && html`<span class="mark">${say("add.count", { count: times })}</span>`}
        </span>
      </button>
    </li>`;
}

function Filters({ found, chosen, choose }) {
  const toggle = (name, value) => {
    const values = chosen[name] ?? [];
    const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
    choose({ ...chosen, [name]: next });
  };
  const filter = (name) => {
    const values = counts(found, chosen, name);
    return values.length > 0 && html`
      <fieldset key=${name}>
        <legend>${say(`filter.${name}`)}</legend>
        <div class="chips">
          ${values.map(([value, count]) => html`
            <button key=${value} type="button" class="chip" aria-pressed=${(chosen[name] ?? []).includes(value)}
              onClick=${() => toggle(name, value)}>${valueWords(value)} <span class="number">${count}</span></button>`)}
        </div>
      </fieldset>`;
  };
  const [first, ...others] = Object.keys(FILTERS);
  const behind = others.flatMap((name) => chosen[name] ?? []).length;
  return html`
    ${filter(first)}
    <details class="filters">
      <summary>${behind ? say("filter.count", { count: behind }) : say("filter")}</summary>
      ${others.map(filter)}
    </details>
    ${Object.values(chosen).flat().length > 0 && html`
      <button type="button" class="reset" onClick=${() => choose({})}>${say("filter.clear")}</button>`}`;
}

const valueWords = (value) => (hasWords(`value.${value}`) ? say(`value.${value}`) : value);

/** The most pictures of a handout; all of its exercises would be too small to tell apart. */
const THUMBNAILS = 4;

function Handouts({ found }) {
  const pictures = new Map(store.library.entries.map(({ id, pictures: [first, second] }) => [id, (second ?? first)?.url]));
  return html`
    <ul class="rows">
      ${found.map((handout) => html`
        <li key=${handout.id}>
          <button type="button" class="row" onClick=${() => addHandout(handout)}>
            <span class="visually-hidden">${say("add")} </span>
            <span class="name" dir="auto">${handout.title}${handout.patient && html` <span class="mark">${handout.patient}</span>`}</span>
            ${handout.subtitle && html`<span class="dose" dir="auto">${handout.subtitle}</span>`}
            ${handout.count > 0 && html`<span class="dose">${say("handout.entries", { count: handout.count })}</span>`}
            <span class="dose">${handout.reviewed ? say("handout.reviewed", { name: handout.reviewed }) : say("handout.unreviewed")}</span>
            <span class="thumbnails">
              ${handout.entries.slice(0, THUMBNAILS).map((id) => pictures.get(id)).filter(Boolean).map((url, place) => html`
                <img key=${place} src=${url} alt="" loading="lazy" />`)}
            </span>
          </button>
        </li>`)}
    </ul>`;
}

function Blocks({ found }) {
  return html`
    <ul class="rows">
      ${found.map((block) => html`
        <li key=${block.key}>
          <button type="button" class="row" onClick=${() => addBlock(block)}>
            <span class="visually-hidden">${say("add")} </span>
            <span class="name" dir="auto">${block.title}</span>
            <span class="dose">${block.meaning}</span>
          </button>
        </li>`)}
    </ul>`;
}

async function addHandout({ id, title }) {
  try {
    change(merged(store.program, await fetchProgram(id)), { path: SECTIONS, open: null });
    announce(say("handout.added", { name: title }));
  } catch (error) {
    showFailure(error);
  }
}

function addBlock({ example, title }) {
  add(example, title);
}

export function addEntry(entry) {
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
  requestAnimationFrame(() => document.querySelector(`[data-path="${keyOf(path)}"]`)?.scrollIntoView({ block: "nearest" }));
}
