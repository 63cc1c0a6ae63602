// Forms for blocks and for exercises written in place, made from the shape of their fields.
import { withAt } from "./fields.js";
import { html } from "./view.js";
import { hasWords, say } from "./words.js";

/** `value` is a block; `set` takes a new one and a key for the history. */
export function BlockForm({ value, example, set, id }) {
  const fields = { label: "", ...example, ...value };
  return html`
    <div class="block-form">
      ${Object.keys(fields).map((key) => html`
        <${Value} key=${key} name=${key} value=${fields[key]} example=${example?.[key]} id=${`${id}.${key}`}
          set=${(next, step) => set(withAt(value, [key], key === "label" && next === "" ? undefined : next), `${key}.${step ?? ""}`)} />`)}
    </div>`;
}

function Value({ name, value, example, set, id }) {
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string")
      ? html`<${Lines} name=${name} value=${value} set=${set} id=${id} />`
      : html`<${Rows} name=${name} value=${value} example=${example ?? value} set=${set} id=${id} />`;
  }
  if (typeof value === "object") {
    return html`
      <fieldset>
        <legend>${words(name)}</legend>
        ${Object.keys(value).map((key) => html`
          <${Value} key=${key} name=${key} value=${value[key]} example=${example?.[key]} id=${`${id}.${key}`}
            set=${(next, step) => set(withAt(value, [key], next), `${key}.${step ?? ""}`)} />`)}
      </fieldset>`;
  }
  return html`
    <div class="field">
      <label for=${id}>${words(name)}</label>
      <${Growing} id=${id} value=${value} set=${set} />
    </div>`;
}

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
            <input key=${key} value=${cell} aria-label=${`${isTable ? words(name) : words(key)} ${number + 1}${isTable ? `.${Number(key) + 1}` : ""}`}
              onInput=${(event) => set(withAt(value, [number, isTable ? Number(key) : key], event.target.value), `${number}.${key}`)} />`)}
          <button type="button" aria-label=${say("block.item.remove", { name: number + 1 })} disabled=${value.length === 1}
            onClick=${() => set(value.toSpliced(number, 1))}>×</button>
        </div>`)}
      <button type="button" onClick=${() => set([...value, blank])}>${say("block.item.add")}</button>
    </fieldset>`;
}

/** A text that is as high as its lines. */
export function Growing({ id, value, set, lines = 1, ...others }) {
  return html`
    <textarea id=${id} rows=${Math.max(lines, value.split("\n").length)} ...${others} value=${value}
      onInput=${(event) => set(event.target.value)}></textarea>`;
}

const words = (name) => (hasWords(`block.${name}`) ? say(`block.${name}`) : name);
