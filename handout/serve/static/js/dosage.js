// The editor of a dosage: steppers, chips and free text for every field.
import { CHIP_FIELDS, dosesOf, hasStepper, laidOver, MAIN_FIELDS, MORE_FIELDS, NAME_FIELDS, stepped, text, withField } from "./doses.js";
import { isWithin, keyOf } from "./fields.js";
import { endStep } from "./store.js";
import { told } from "./told.js";
import { html } from "./view.js";
import { say } from "./words.js";

const CHIPS = {
  frequency: ["daily", "every other day", "3 days a week", "twice a day", "every hour while awake"],
  side: ["each side", "left", "right", "alternating", "both together"],
};

/** What a name may be like. */
const FORMS = { label: "dose.label.form", phase: "section.phase.form" };

/**
 * `dosage` is the library's, `changes` what is laid over it; `set` takes new changes and a key for
 * the history. `path` is that of the dosage, for its problems.
 */
export function DosageEditor({ dosage, changes, set, path, problems }) {
  const doses = laidOver(dosage, changes);
  const several = doses.length > 1;
  const known = Array.isArray(changes) ? [] : dosesOf(dosage);
  const put = (number) => (name, value) =>
    set(withField(dosage, changes, number, name, value), `${number}.${name}`);
  const addDose = () => set([...doses, {}]);
  const removeDose = (number) => set(doses.toSpliced(number, 1));
  return html`
    <fieldset class="dosage">
      <legend>${say("dose")}</legend>
      ${doses.map((dose, number) => html`
        <div key=${number} class="one-dose" role=${several ? "group" : undefined}
          aria-label=${several ? say("dose.number", { number: number + 1 }) : undefined}>
          <${Dose} dose=${dose} known=${known[number]} put=${put(number)} problems=${problems}
            path=${several || Array.isArray(changes) ? [...path, number] : path}
            remove=${several && (() => removeDose(number))} />
        </div>`)}
      <div class="actions">
        <button type="button" onClick=${addDose}>${say("dose.add")}</button>
        ${changes !== undefined && html`<button type="button" onClick=${() => set(undefined)}>${say("item.reset")}</button>`}
      </div>
    </fieldset>`;
}

/** One dose; one of several has a name, and can be removed. */
function Dose({ dose, known, put, problems, path, remove }) {
  const field = (name) => html`
    <${Field} key=${name} name=${name} value=${text(dose[name])} known=${known && text(known[name])} put=${put}
      id=${keyOf([...path, name])} problems=${problems.filter((each) => isWithin(each.path, [...path, name]))} />`;
  const named = Boolean(remove) || NAME_FIELDS.some((name) => text(dose[name]));
  const fields = [...(named ? NAME_FIELDS : []), ...MAIN_FIELDS, ...CHIP_FIELDS, ...MORE_FIELDS];
  // A dosage as a whole has its problems elsewhere.
  const isListed = typeof path.at(-1) === "number";
  const others = problems.filter((each) => isWithin(each.path, path) && (each.path.length > path.length || isListed)
    && !fields.includes(each.path[path.length]));
  const more = MORE_FIELDS.some((name) => text(dose[name]));
  return html`
    ${named && html`
      <div class="dose-head">
        ${NAME_FIELDS.map(field)}
        ${remove && html`<button type="button" onClick=${remove}>${say("dose.remove")}</button>`}
      </div>`}
    ${others.length > 0 && html`<${Problems} problems=${others} />`}
    <div class="fields">${MAIN_FIELDS.map(field)}</div>
    ${CHIP_FIELDS.map(field)}
    <details open=${more}>
      <summary>${say("dose.more")}</summary>
      <div class="fields">${MORE_FIELDS.map(field)}</div>
    </details>`;
}

function Field({ name, value, known, put, id, problems }) {
  const changed = known !== undefined && value !== known;
  const isWrong = problems.length > 0;
  const step = (direction) => () => {
    endStep();
    put(name, stepped(name, value, direction));
  };
  const input = html`
    <input id=${id} dir="auto" value=${value} placeholder=${FORMS[name] && say(FORMS[name])} autocomplete="off" aria-invalid=${isWrong}
      aria-describedby=${isWrong ? `${id}-problem` : undefined}
      onInput=${(event) => put(name, event.target.value)} onBlur=${endStep} />`;
  return html`
    <div class=${`field ${changed ? "changed" : ""}`}>
      <label for=${id}>${say(name === "phase" ? "section.phase" : `dose.${name}`)}</label>
      ${hasStepper(name)
        ? html`<div class="stepper">
            <button type="button" aria-label=${say("dose.minus", { name: say(`dose.${name}`) })} onClick=${step(-1)}>−</button>
            ${input}
            <button type="button" aria-label=${say("dose.plus", { name: say(`dose.${name}`) })} onClick=${step(1)}>+</button>
          </div>`
        : input}
      ${CHIPS[name] && html`
        <div class="chips">
          ${CHIPS[name].map((chip) => html`
            <button key=${chip} type="button" class="chip" aria-pressed=${value === chip}
              onClick=${() => { endStep(); put(name, value === chip ? "" : chip); }}>${chip}</button>`)}
        </div>`}
      ${changed && html`
        <button type="button" class="reset" onClick=${() => { endStep(); put(name, known); }}>
          ${say("dose.reset", { value: known || say("dose.unset").toLowerCase() })}</button>`}
      ${isWrong && html`<${Problems} id=${`${id}-problem`} problems=${problems} />`}
    </div>`;
}

export function Problems({ problems, id }) {
  return html`
    <ul class="problems" id=${id}>
      ${problems.map(told).map(({ severity, kind = severity, message, hint, place }, number) => html`
        <li key=${number} class=${severity}>
          ${place && html`<code>${place}</code> `}
          <strong>${say(`problem.${kind}`)}:</strong> ${message}${hint && html`<span class="hint">${hint}</span>`}
        </li>`)}
    </ul>`;
}
