// Steps to write one below the other; a new line begins the next one.
import { Icon } from "./icons.js";
import { endStep } from "./store.js";
import { html, useLayoutEffect, useRef } from "./view.js";
import { say } from "./words.js";

/**
 * `steps` are texts, or records with a text and more; `set` takes new ones and a key for the
 * history; `beside` gives what stands below a step, from its record, its number and a setter.
 */
export function Steps({ steps, set, id, beside }) {
  const records = steps.map((step) => (typeof step === "string" ? { text: step } : step));
  /** The step that has the focus as soon as it is there. */
  const next = useRef(null);
  useLayoutEffect(() => {
    const field = next.current !== null && document.getElementById(`${id}.${next.current}`);
    next.current = null;
    if (field) field.focus();
  });
  const put = (changed, key) => set(changed.map((step) => (Object.keys(step).length === 1 ? step.text : step)), key);
  const write = (number) => ({ target }) => {
    const [text, ...more] = target.value.split("\n");
    if (more.length) next.current = number + more.length;
    put(records.toSpliced(number, 1, { ...records[number], text }, ...more.map((line) => ({ text: line }))), more.length ? null : number);
  };
  const add = () => {
    next.current = records.length;
    put([...records, { text: "" }], null);
  };
  const remove = (number) => {
    next.current = Math.max(0, number - 1);
    put(records.toSpliced(number, 1), null);
  };
  const onKeys = (number) => (event) => {
    if (event.key !== "Backspace" || records[number].text || records.length === 1) return;
    event.preventDefault();
    remove(number);
  };
  return html`
    <fieldset class="steps">
      <legend>${say("steps")}</legend>
      <ol>
        ${records.map((step, number) => html`
          <li key=${number}>
            <div class="step">
              <textarea id=${`${id}.${number}`} dir="auto" rows="1" value=${step.text} aria-label=${say("step", { number: number + 1 })}
                onInput=${write(number)} onKeyDown=${onKeys(number)} onBlur=${endStep}></textarea>
              ${records.length > 1 && html`
                <button type="button" class="sign bare" aria-label=${say("step.remove", { number: number + 1 })}
                  onClick=${() => remove(number)}><${Icon} name="remove" /></button>`}
            </div>
            ${beside(step, number + 1, (parts) => put(records.with(number, { ...step, ...parts }), null))}
          </li>`)}
      </ol>
      <button type="button" onClick=${add}>${say("step.add")}</button>
    </fieldset>`;
}
