// Forms for blocks and for exercises written in place, made from the shape of their fields.
import { withAt } from "./fields.js";
import { evenRows } from "./program.js";
import { html } from "./view.js";
import { hasWords, say } from "./words.js";

/** `value` is a block; `set` takes a new one and a key for the history. */
export function BlockForm({ value, example, set, id }) {
  // A break says nothing but that it is one.
  const { break: _, ...fields } = { label: "", ...example, ...value };
  return html`
    <div class="block-form">
      ${Object.keys(fields).map((key) => html`
        <${Value} key=${key} name=${key} value=${fields[key]} example=${example?.[key]} id=${`${id}.${key}`} whole
          set=${(next, step) => set(withAt(value, [key], key === "label" && next === "" ? undefined : next), `${key}.${step ?? ""}`)} />`)}
    </div>`;
}

/** What can be chosen where a field does not take any words. */
const CHOICES = { kind: ["info", "tip", "caution", "stop"], scale: ["pain", "effort"] };

/** A field; one that is the `whole` block has no name of its own. */
function Value({ name, value, example, set, id, whole }) {
  if (Array.isArray(value)) {
    if (value.every(isText)) return html`<${Lines} name=${name} value=${value} set=${set} id=${id} />`;
    return value.every((row) => typeof row === "object" && Object.values(row).every((cell) => [cell].flat().every(isText)))
      ? html`<${Rows} name=${name} value=${value} example=${example ?? value} set=${set} id=${id} />`
      : html`<p class="dose">${say("block.fixed", { name: words(name) })}</p>`;
  }
  if (typeof value === "object") {
    const shown = { ...example, ...value };
    const inner = Object.keys(shown).map((key) => html`
      <${Value} key=${key} name=${key} value=${key === "rows" ? evenRows(shown) : shown[key]} example=${example?.[key]} id=${`${id}.${key}`}
        set=${(next, step) => set(withAt(value, [key], next), `${key}.${step ?? ""}`)} />`);
    return whole ? inner : html`<fieldset><legend>${words(name)}</legend>${inner}</fieldset>`;
  }
  if (CHOICES[name]) {
    return html`
      <div class="field">
        <label for=${id}>${words(name)}</label>
        <select id=${id} value=${value} onChange=${(event) => set(event.target.value)}>
          ${CHOICES[name].map((choice) => html`<option key=${choice} value=${choice}>${say(`choice.${choice}`)}</option>`)}
        </select>
      </div>`;
  }
  return html`
    <div class="field">
      <label for=${id}>${words(name)}</label>
      <${Growing} id=${id} value=${value} set=${set} />
    </div>`;
}

const isText = (value) => typeof value === "string";

/** A list of texts, one on each line. */
function Lines({ name, value, set, id }) {
  return html`
    <div class="field">
      <label for=${id}>${words(name)}</label>
      <${Growing} id=${id} value=${value.join("\n")} lines=${3} set=${(text) => set(text.split("\n"))} />
    </div>`;
}

/** A list of rows: of cells, or of fields. */
function Rows({ name, value, example, set, id }) {
  const isTable = Array.isArray(example[0]);
  const blank = isTable ? value[0].map(() => "") : Object.fromEntries(Object.keys(example[0]).map((key) => [key, ""]));
  return html`
    <fieldset class="rows-form">
      <legend>${words(name)}</legend>
      ${value.map((row, number) => html`
        <div key=${number} class="row-form">
          ${Object.entries(row).map(([key, cell]) => html`
            <input key=${key} dir="auto" value=${[cell].flat().join(", ")} aria-label=${`${isTable ? words(name) : words(key)} ${number + 1}${isTable ? `.${Number(key) + 1}` : ""}`}
              onInput=${({ target }) => set(
                withAt(value, [number, isTable ? Number(key) : key], Array.isArray(cell) ? target.value.split(/, ?/) : target.value),
                `${number}.${key}`)} />`)}
          <button type="button" aria-label=${say("block.item.remove", { name: number + 1 })} disabled=${value.length === 1}
            onClick=${() => set(value.toSpliced(number, 1))}>×</button>
        </div>`)}
      <button type="button" onClick=${() => set([...value, blank])}>${say("block.item.add")}</button>
    </fieldset>`;
}

/** A text that is as high as its lines. */
export function Growing({ id, value, set, lines = 1, ...others }) {
  return html`
    <textarea id=${id} dir="auto" rows=${Math.max(lines, value.split("\n").length)} ...${others} value=${value}
      onInput=${(event) => set(event.target.value)}></textarea>`;
}

const words = (name) => (hasWords(`block.${name}`) ? say(`block.${name}`) : name);
