// One item of the programme: an exercise with its dose, or a block.
import { BlockForm, Growing } from "./blocks.js";
import { DosageEditor, Problems } from "./dosage.js";
import { laidOver, sideOf, text } from "./doses.js";
import { beginDrag } from "./drag.js";
import { at, isWithin, keyOf, same, withAt } from "./fields.js";
import { Icon } from "./icons.js";
import { changesOf, inserted, moved, nextPlace, use, usedBy } from "./program.js";
import { Steps } from "./steps.js";
import { announce, change, endStep, store, update } from "./store.js";
import { html, useEffect, useRef } from "./view.js";
import { hasWords, say } from "./words.js";

export function Item({ item, path }) {
  const { library, result, open } = store;
  const entry = library?.entries.find(({ id }) => id === usedBy(item));
  const own = item.exercise ?? item.stretch;
  const block = library?.blocks.find(({ key }) => key in Object(item));
  const name = entry?.name ?? own?.name ?? block?.title ?? usedBy(item) ?? blockName(item);
  const isOpen = open !== null && isWithin(open, path);
  const problems = [
    ...(result?.problems ?? []).filter((problem) => problem.path && isWithin(problem.path, path)),
    ...advice(entry, item, path),
    ...examples(block, item),
  ];
  const phrases = result?.doses.find((dose) => same(dose.path, path))?.phrases ?? entry?.phrases ?? [];
  const element = useRef(null);
  useEffect(() => {
    if (isOpen) element.current.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const set = (next, key) => change(withAt(store.program, path, next), { path, key: key && `${keyOf(path)}.${key}` });
  const move = (step) => moveItem(path, step, name);
  const onKeys = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) {
      event.preventDefault();
      move(step);
    }
  };
  const onHandle = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && !event.altKey) {
      event.preventDefault();
      move(step);
    }
  };
  return html`
    <li ref=${element} class=${`item ${isOpen ? "open" : ""}`} data-path=${keyOf(path)} onKeyDown=${onKeys}
      onMouseEnter=${() => update({ hovered: path })} onMouseLeave=${() => update({ hovered: null })}>
      <div class="item-head">
        <button type="button" class="handle" aria-label=${say("item.move", { name })} onKeyDown=${onHandle}
          onPointerDown=${(event) => beginDrag(event, { name, drop: (to) => put(path, to, name) })}><${Icon} name="handle" /></button>
        <button type="button" class="summary" aria-expanded=${isOpen} onClick=${() => update({ open: isOpen ? null : path })}>
          ${entry?.pictures[0] && html`
            <img class=${shownSide(entry, changesOf(item)) === entry.side ? "" : "mirrored"} src=${(entry.pictures[1] ?? entry.pictures[0]).url} alt="" />`}
          <span>
            <span class="name" dir="auto">${name}${own && html` <span class="mark">${say("item.own")}</span>`}</span>
            ${phrases.map((phrase, index) => html`<span key=${index} class="dose" lang=${result?.language} dir="auto">${phrase}</span>`)}
            ${!entry && !own && html`<span class="dose begins" dir="auto">${wordsIn(item).join(" · ")}</span>`}
          </span>
        </button>
        <span class="quick">
          <button type="button" class="sign bare" aria-label=${say("item.copy.of", { name })} title=${say("item.copy")}
            onClick=${() => copyItem(item, path)}><${Icon} name="copy" /></button>
          <button type="button" class="sign bare" aria-label=${say("item.remove.of", { name })} title=${say("item.remove")}
            onClick=${() => removeItem(path, name)}><${Icon} name="remove" /></button>
        </span>
      </div>
      ${problems.length > 0 && !isOpen && html`<${Problems} problems=${problems} />`}
      ${isOpen && html`
        <div class="item-body">
          ${entry && html`<${EntryForm} entry=${entry} item=${item} path=${path} set=${set} problems=${problems} />`}
          ${own && html`<${OwnForm} item=${item} path=${path} set=${set} problems=${problems} />`}
          ${block && html`
            <${BlockForm} value=${item} example=${block.example} set=${set} id=${keyOf(path)} />
            <${Problems} problems=${problems} />`}
          <div class="actions">
            <button type="button" disabled=${!nextPlace(store.program, path, -1)} onClick=${() => move(-1)}>${say("item.up")}</button>
            <button type="button" disabled=${!nextPlace(store.program, path, 1)} onClick=${() => move(1)}>${say("item.down")}</button>
            <button type="button" onClick=${() => copyItem(item, path)}>${say("item.copy")}</button>
            <button type="button" class="danger" onClick=${() => removeItem(path, name)}>${say("item.remove")}</button>
          </div>
        </div>`}
    </li>`;
}

/** Return what a block is called that cannot be picked, such as a picture of a file. */
function blockName(item) {
  const kind = Object.keys(item).find((key) => key !== "label");
  return item.label ?? (hasWords(`block.${kind}`) ? say(`block.${kind}`) : kind);
}

/** Fields of a block that say how or which, not what is read. */
const TERMS = ["kind", "scale", "break", "count", "figure", "panel", "image", "use"];

/** Return the texts of a block, in order. */
function wordsIn(value) {
  if (typeof value === "string") return [value].filter(Boolean);
  return Object.entries(value).filter(([key]) => !TERMS.includes(key)).flatMap(([, inner]) => wordsIn(inner));
}

/** What a clinician may have overlooked in the dose of an exercise. */
function advice(entry, item, path) {
  if (!entry) return [];
  const hasSide = (doses) => doses.every((dose) => text(dose.side));
  const own = laidOver(entry.dosage, changesOf(item).dosage);
  if (!hasSide(laidOver(entry.dosage)) || hasSide(own)) return [];
  return [{ severity: "warning", message: say("advice.side"), path: [...path, "dosage", "side"] }];
}

/** What is printed as advice although it is an example of the page. */
function examples(block, item) {
  const own = wordsIn(item);
  const left = wordsIn(block?.example ?? "").filter((words) => words.endsWith(".") && own.includes(words));
  return left.length ? [{ severity: "warning", message: say("advice.example", { words: left[0] }) }] : [];
}

/** Return the side that the pictures of an entry show, if they can show the other one as well. */
function shownSide(entry, changes) {
  return entry.side && (changes.shown_side ?? sideOf(laidOver(entry.dosage, changes.dosage)) ?? entry.side);
}

function EntryForm({ entry, item, path, set, problems }) {
  const changes = changesOf(item);
  const setField = (name, value, key) => set(use(entry.id, withAt(changes, [name], value)), key);
  const side = sideOf(laidOver(entry.dosage, changes.dosage));
  const setDosage = (value, key) => {
    const { shown_side: shown, ...next } = withAt(changes, ["dosage"], value);
    // Pictures follow a dose of one side.
    const free = shown && !sideOf(laidOver(entry.dosage, value));
    set(use(entry.id, free ? { ...next, shown_side: shown } : next), key && `dosage.${key}`);
  };
  const inDosage = [...path, "dosage"];
  const others = problems.filter((problem) => !isWithin(problem.path, inDosage) || problem.path.length === inDosage.length);
  return html`
    <${DosageEditor} dosage=${entry.dosage} changes=${changes.dosage} path=${inDosage} problems=${problems}
      set=${setDosage} />
    <div class="field">
      <label for=${`${keyOf(path)}.note`}>${say("note")}</label>
      <${Growing} id=${`${keyOf(path)}.note`} value=${changes.note ?? ""} onBlur=${endStep}
        set=${(value) => setField("note", value || undefined, "note")} />
    </div>
    ${entry.pictures.length > 1 && html`<${Pictures} entry=${entry} mirrored=${shownSide(entry, changes) !== entry.side} chosen=${changes.pictures} set=${(value) => setField("pictures", value)} />`}
    ${entry.side && html`
      <${Sides} shown=${shownSide(entry, changes)} given=${side !== undefined}
        set=${(value) => setField("shown_side", value === entry.side ? undefined : value)} />`}
    ${entry.fields && html`
      <button type="button" onClick=${() => update({ dialog: "exercise", edited: entry.id })}>${say("own.edit.open")}</button>`}
    ${others.length > 0 && html`<${Problems} problems=${others} />`}`;
}

/** The side that the pictures show, which may be given by the dose. */
function Sides({ shown, given, set }) {
  return html`
    <fieldset>
      <legend>${say("side.shown")}</legend>
      <div class="chips">
        ${["left", "right"].map((side) => html`
          <button key=${side} type="button" class="chip" aria-pressed=${shown === side} disabled=${given}
            onClick=${() => set(side)}>${say(`side.${side}`)}</button>`)}
      </div>
      ${given && html`<p class="dose">${say("side.given")}</p>`}
    </fieldset>`;
}

/** The pictures to print, of those that the library has. */
function Pictures({ entry, mirrored, chosen, set }) {
  const all = entry.pictures.map(({ fields }) => fields);
  // An empty text in a handout leaves out all pictures.
  const shown = chosen === "" ? [] : chosen ?? all;
  const isShown = (fields) => shown.some((each) => same(each, fields));
  const toggle = (fields) => {
    const next = all.filter((each) => (same(each, fields) ? !isShown(each) : isShown(each)));
    if (next.length) set(same(next, all) ? undefined : next);
  };
  return html`
    <fieldset class="choose-pictures">
      <legend>${say("pictures")}</legend>
      ${entry.pictures.map(({ url, caption, alt, fields }) => html`
        <label key=${url}><input type="checkbox" checked=${isShown(fields)} onChange=${() => toggle(fields)} />
          <img class=${mirrored ? "mirrored" : ""} src=${url} alt=${alt} /><span>${caption}</span></label>`)}
    </fieldset>`;
}

/** An exercise that is written in the programme itself. */
function OwnForm({ item, path, set, problems }) {
  const kind = item.exercise ? "exercise" : "stretch";
  const fields = item[kind];
  const put = (name, value, key) => set(withAt(item, [kind, name], value), key ?? name);
  const inDosage = [...path, kind, "dosage"];
  return html`
    <div class="field">
      <label for=${`${keyOf(path)}.name`}>${say("name")}</label>
      <input id=${`${keyOf(path)}.name`} value=${fields.name} onInput=${(event) => put("name", event.target.value)} onBlur=${endStep} />
    </div>
    <${Steps} id=${`${keyOf(path)}.steps`} steps=${fields.steps} set=${(steps, number) => put("steps", steps, number !== null && `steps.${number}`)}
      beside=${({ picture }) => picture && html`<p class="dose" dir="auto">${say("block.picture")}: ${picture.alt}</p>`} />
    <${DosageEditor} dosage=${undefined} changes=${fields.dosage} path=${inDosage} problems=${problems}
      set=${(value, key) => put("dosage", value, key && `dosage.${key}`)} />
    <${Problems} problems=${problems.filter((problem) => !isWithin(problem.path, inDosage) || problem.path.length === inDosage.length)} />`;
}

/** Move an item a step up or down, and keep the focus in it. */
export function moveItem(from, step, name) {
  const place = nextPlace(store.program, from, step);
  if (place) put(from, place, name);
}

/** Move an item to where another one is. */
export function put(from, to, name) {
  const { program, path } = moved(store.program, from, to);
  if (same(path, from)) return;
  const { open } = store;
  const focused = document.activeElement?.className;
  change(program, { path, open: open && isWithin(open, from) ? path : open && null });
  const place = path.at(-1) + 1;
  const count = at(program, path.slice(0, -1)).length;
  announce(say("item.moved", { name, place, count }));
  requestAnimationFrame(() => {
    const element = document.querySelector(`[data-path="${keyOf(path)}"]`);
    const again = focused ? `.${focused.split(" ")[0]}` : ".summary";
    (element?.querySelector(again) ?? element?.querySelector(".summary"))?.focus();
  });
}

function copyItem(item, path) {
  const next = [...path.slice(0, -1), path.at(-1) + 1];
  change(inserted(store.program, next, item), { path: next, open: store.open && next });
}

function removeItem(path, name) {
  change(withAt(store.program, path, undefined), { path: path.slice(0, 3), open: null });
  announce(say("item.removed", { name }));
  const near = [...path.slice(0, -1), Math.max(0, path.at(-1) - 1)];
  requestAnimationFrame(() => {
    const element = document.querySelector(`[data-path="${keyOf(near)}"] .summary`);
    (element ?? document.getElementById("programme-heading")).focus();
  });
}
