// The programme: its title and patient, and its sections with their items.
import { Problems } from "./dosage.js";
import { Growing } from "./blocks.js";
import { setDropArea } from "./drag.js";
import { at, isWithin, withAt } from "./fields.js";
import { Icon } from "./icons.js";
import { Item } from "./item.js";
import { itemsOf, SECTIONS, usedBy } from "./program.js";
import { StopForm } from "./stop.js";
import { announce, change, endStep, store, useStore } from "./store.js";
import { html, useEffect, useRef, useState } from "./view.js";
import { say } from "./words.js";

export function Programme() {
  const { program, result } = useStore();
  const sections = program.handout.sections;
  const items = itemsOf(program);
  const list = useRef(null);
  const [line, showLine] = useState(null);
  useEffect(() => setDropArea(list.current, showLine), []);
  const loose = (result?.problems ?? []).filter(({ path }) =>
    !path || !items.some((item) => isWithin(path, item.path)));
  return html`
    <section class="pane programme" aria-labelledby="programme-heading">
      <h2 id="programme-heading" tabindex="-1">${say("pane.programme")}</h2>
      <${Head} program=${program} />
      <${Effort} items=${items} lengths=${result?.lengths ?? []} />
      <${Unreviewed} handout=${program.handout} />
      ${loose.length > 0 && html`<${Problems} problems=${loose} />`}
      <div ref=${list} class="sections">
        ${sections.map((section, place) => {
          const path = [...SECTIONS, place];
          return html`
            <section key=${place} class="section" data-section=${place} aria-label=${section.heading || say("section", { number: place + 1 })}>
              <${SectionHead} section=${section} path=${path} number=${place + 1} count=${sections.length} />
              <ol class="items">
                ${section.content.map((item, index) => {
                  const inside = [...path, "content", index];
                  return html`<${Item} key=${index} item=${item} path=${inside} />`;
                })}
              </ol>
              ${!section.content.length && (items.length
                ? html`<p class="empty">${say("section.empty")}</p>`
                : html`<div class="empty"><h3>${say("empty.title")}</h3><p>${say("empty.text")}</p></div>`)}
            </section>`;
        })}
        ${line !== null && html`<div class="drop-line" style=${{ top: `${line}px` }}></div>`}
      </div>
      <button type="button" class="wide" onClick=${addSection}>${say("section.add")}</button>
    </section>`;
}

const MANY = 8;

/** How much the programme asks of a patient. */
function Effort({ items, lengths }) {
  const entries = new Set(items.map(({ item }) => usedBy(item) ?? item.exercise?.name ?? item.stretch?.name).filter(Boolean));
  if (!entries.size) return null;
  return html`
    <p class="effort">${say("handout.entries", { count: entries.size })}
      ${lengths.map((length, number) => html`<span key=${number} lang=${store.result?.language} dir="auto"> · ${length}</span>`)}</p>
    ${entries.size > MANY && html`<${Problems} problems=${[{ severity: "warning", message: say("advice.many") }]} />`}`;
}

/** Which ready handouts in the programme nobody has reviewed; each is known by its title. */
function Unreviewed({ handout }) {
  const titles = [handout.title, ...handout.sections.map(({ heading }) => heading)];
  const found = (store.library?.handouts ?? []).filter(({ title, reviewed }) => !reviewed && titles.includes(title));
  return found.length > 0 && html`
    <p class="effort">${say("handout.unreviewed.names", { names: found.map(({ title }) => title).join(", ") })}</p>`;
}

/** What every programme has in sight, and what few need. */
const WHOSE = [["patient", "name"], ["date"]];
const VISIT = [
  ["patient", "birth_date"], ["patient", "record"], ["next_visit"],
  ["clinician", "name"], ["clinician", "credentials"], ["clinician", "phone"],
];

function Head({ program }) {
  const set = (path, value) => {
    const next = withAt(program, path, value === "" ? undefined : value);
    const group = path.length === 2 && path[0] !== "handout" ? at(next, path.slice(0, 1)) : null;
    const clean = group && !Object.keys(group).length ? withAt(next, path.slice(0, 1), undefined) : next;
    change(clean, { path, key: path.join(".") });
  };
  const field = (path) => {
    const key = path.join(".");
    const [name] = path;
    return html`
      <div class="field" key=${key}>
        <label for=${key}>${say(key)}</label>
        <input id=${key} dir="auto" value=${at(program, path) ?? ""} autocomplete="off"
          placeholder=${name === "date" || name === "next_visit" ? say(`${name}.form`) : undefined}
          onInput=${(event) => set(path, event.target.value)} onBlur=${endStep} />
        ${name === "date" && !at(program, path) && html`
          <button type="button" class="reset" onClick=${() => set(path, today())}>${say("date.today")}</button>`}
      </div>`;
  };
  return html`
    <div class="head">
      <div class="field title">
        <label for="title">${say("title")}</label>
        <input id="title" dir="auto" value=${program.handout.title ?? ""} autocomplete="off"
          onInput=${(event) => change(withAt(program, ["handout", "title"], event.target.value), { path: ["handout", "title"], key: "title" })}
          onBlur=${endStep} />
      </div>
      <div class="fields">${WHOSE.map(field)}</div>
      <details>
        <summary>${say("details")}</summary>
        <fieldset class="part">
          <legend>${say("part.visit")}</legend>
          <div class="fields">${VISIT.map(field)}</div>
          <${Text} id="note" words="note" value=${program.note ?? ""} set=${(text) => set(["note"], text)} />
          <${Text} id="goals" words="goals" value=${(program.goals ?? []).join("\n")}
            set=${(text) => set(["goals"], text === "" ? "" : text.split("\n"))} />
        </fieldset>
        <fieldset class="part">
          <legend>${say("part.words")}</legend>
          <${Text} id="subtitle" words="subtitle" value=${program.handout.subtitle ?? ""} set=${(text) => set(["handout", "subtitle"], text)} />
          <${Text} id="intro" words="intro" value=${program.handout.intro ?? ""} set=${(text) => set(["handout", "intro"], text)} />
        </fieldset>
        <${StopForm} handout=${program.handout}
          set=${(handout, key) => change({ ...program, handout }, { path: ["handout", "stop"], key })} />
        <fieldset class="part">
          <legend>${say("part.log")}</legend>
          <div class="fields">
            <div class="field">
              <label for="log">${say("log")}</label>
              <input id="log" inputmode="numeric" value=${program.handout.log?.weeks ?? ""} autocomplete="off" onBlur=${endStep}
                onInput=${(event) => set(["handout", "log"], event.target.value && { ...program.handout.log, weeks: event.target.value })} />
            </div>
            ${program.handout.log && html`
              <div class="field">
                <label for="log-by">${say("log.by")}</label>
                <select id="log-by" value=${program.handout.log.by ?? "session"}
                  onChange=${(event) => set(["handout", "log"], { ...program.handout.log, by: event.target.value })}>
                  <option value="session">${say("log.session")}</option>
                  <option value="entry">${say("log.entry")}</option>
                </select>
              </div>`}
          </div>
        </fieldset>
      </details>
    </div>`;
}

/** Return the day that it is here, as programs write it. */
const today = () => new Date().toLocaleDateString("sv");

function Text({ id, words, value, set }) {
  return html`
    <div class="field">
      <label for=${id}>${say(words)}</label>
      <${Growing} id=${id} value=${value} set=${set} onBlur=${endStep} />
    </div>`;
}

/** What a section is called; a programme of one section needs no name for it. */
function SectionHead({ section, path, number, count }) {
  const alone = count === 1;
  const [wanted, want] = useState(false);
  const set = (name, value) =>
    change(withAt(store.program, [...path, name], value === "" ? undefined : value), { path, key: `${path.join(".")}.${name}` });
  const input = (name, hint) => html`
    <div class="field">
      <label for=${`${number}.${name}`}>${say(`section.${name}`)}</label>
      <input id=${`${number}.${name}`} dir="auto" value=${section[name] ?? ""} placeholder=${hint} autocomplete="off"
        onInput=${(event) => set(name, event.target.value)} onBlur=${endStep} />
    </div>`;
  if (alone && !wanted && !section.heading && !section.phase) {
    const show = () => {
      want(true);
      requestAnimationFrame(() => document.getElementById(`${number}.heading`).focus());
    };
    return html`<button type="button" class="reset" onClick=${show}>${say("section.name")}</button>`;
  }
  return html`
    <div class="section-head">
      ${input("heading", alone ? "" : say("section", { number }))}
      ${input("phase", say("section.phase.form"))}
      ${!alone && html`
        <${Act} words=${say("section.up", { number })} icon="up" act=${() => moveSection(path, -1)} disabled=${number === 1} />
        <${Act} words=${say("section.down", { number })} icon="down" act=${() => moveSection(path, 1)} disabled=${number === count} />
        <${Act} words=${say("section.remove", { number })} icon="remove" act=${() => removeSection(path)} />`}
    </div>`;
}

function Act({ words, icon, act, disabled }) {
  return html`
    <button type="button" class="sign bare" aria-label=${words} title=${words} disabled=${disabled} onClick=${act}>
      <${Icon} name=${icon} />
    </button>`;
}

function moveSection(path, step) {
  const { program } = store;
  const [number, other] = [path[2], path[2] + step];
  const { sections } = program.handout;
  const next = sections.with(number, sections[other]).with(other, sections[number]);
  change(withAt(program, SECTIONS, next), { path: [...SECTIONS, other], open: null });
  announce(say("section.moved", { place: other + 1, count: sections.length }));
}

function addSection() {
  const { program } = store;
  const path = [...SECTIONS, program.handout.sections.length];
  change(withAt(program, SECTIONS, [...program.handout.sections, { content: [] }]), { path, open: path });
  requestAnimationFrame(() => document.getElementById(`${path[2] + 1}.heading`).focus());
}

function removeSection(path) {
  change(withAt(store.program, path, undefined), { open: null });
  announce(say("section.removed"));
  document.getElementById("programme-heading").focus();
}
