// When to stop, whom to call, and when to call an ambulance.
import { at, withAt } from "./fields.js";
import { Growing } from "./blocks.js";
import { endStep } from "./store.js";
import { html } from "./view.js";
import { say } from "./words.js";

/** `set` takes a new handout and a key for the history. */
export function StopForm({ handout, set }) {
  const { stop_if: signs, ...others } = handout;
  const stop = others.stop ?? (signs ? { signs } : {});
  const put = (path, value) =>
    set({ ...others, stop: withAt(stop, path, value.length ? value : undefined) }, ["stop", ...path].join("."));
  const lines = (id, path) => html`
    <div class="field">
      <label for=${id}>${say(id)}</label>
      <${Growing} id=${id} value=${(at(stop, path) ?? []).join("\n")} onBlur=${endStep}
        set=${(text) => put(path, text === "" ? [] : text.split("\n"))} />
    </div>`;
  const field = (id) => {
    const path = id.split(".").slice(1);
    return html`
      <div class="field" key=${id}>
        <label for=${id}>${say(id)}</label>
        <input id=${id} dir="auto" value=${at(stop, path) ?? ""} autocomplete="off" onBlur=${endStep}
          onInput=${(event) => put(path, event.target.value)} />
      </div>`;
  };
  return html`
    <fieldset class="part">
      <legend>${say("part.stop")}</legend>
      ${lines("stop", ["signs"])}
      <div class="fields">${["stop.call.name", "stop.call.phone", "stop.call.hours"].map(field)}</div>
      ${lines("stop.emergency", ["emergency", "signs"])}
      <div class="fields">${field("stop.emergency.phone")}</div>
    </fieldset>`;
}
