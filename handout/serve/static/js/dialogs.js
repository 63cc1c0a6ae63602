// Forms for content of one's own: a handout, an exercise, a letterhead.
import { fetchLibrary, offerToPhone, Refused, saveForm, saveHandout } from "./api.js";
import { Problems } from "./dosage.js";
import { Growing } from "./blocks.js";
import { addEntry } from "./library.js";
import { withoutEmpty, written } from "./program.js";
import { Steps } from "./steps.js";
import { refreshAgain } from "./refresh.js";
import { choose, announce, showFailure, store, update, useStore } from "./store.js";
import { html, useEffect, useRef, useState } from "./view.js";
import { photoFile, Photos, StepPhoto } from "./photos.js";
import { say } from "./words.js";

const FORMS = { phone: PhoneCode, handout: HandoutForm, exercise: ExerciseForm, clinic: ClinicForm };

export function Dialogs() {
  const { dialog } = useStore();
  const Form = FORMS[dialog];
  return Form ? html`<${Form} key=${dialog} />` : null;
}

/** A dialog with the fields of a form; `send` saves them and returns the id, and its problems stay in sight. */
function Dialog({ title, form, send, children }) {
  const element = useRef(null);
  const [problems, setProblems] = useState([]);
  useEffect(() => element.current.showModal(), []);
  // The browser gives the focus back to where it was.
  const close = () => element.current.close();
  const submit = async (event) => {
    event.preventDefault();
    try {
      const { id, name, isNew } = await send();
      const library = await fetchLibrary();
      update({ library });
      if (isNew) addEntry(library.entries.find((entry) => entry.id === id));
      refreshAgain();
      announce(say("saved", { name }));
      close();
    } catch (error) {
      if (error instanceof Refused) setProblems(error.problems.map((problem) => ({ severity: "error", kind: "refused", form, ...problem })));
      else setProblems([{ severity: "error", kind: "refused", message: say("offline") }]);
    }
  };
  return html`
    <dialog ref=${element} aria-labelledby="dialog-title" onClose=${() => update({ dialog: null, edited: null })}>
      <form onSubmit=${submit}>
        <h2 id="dialog-title">${title}</h2>
        ${children}
        <div class="foot">
          ${problems.length > 0 && html`<div role="alert"><${Problems} problems=${problems} /></div>`}
          <div class="actions">
            <button type="button" onClick=${close}>${say("cancel")}</button>
            <button type="submit" class="main">${say("dialog.save")}</button>
          </div>
        </div>
      </form>
    </dialog>`;
}

/** The code that a patient's phone reads to fetch the handout. */
function PhoneCode() {
  const { program, options } = store;
  const element = useRef(null);
  const [offer, setOffer] = useState(null);
  // The browser gives the focus back to where it was.
  const close = () => element.current.close();
  useEffect(() => {
    element.current.showModal();
    offerToPhone(written(program), options).then(({ url, code }) => {
      setOffer({ url, picture: URL.createObjectURL(new Blob([code], { type: "image/svg+xml" })) });
    }, (error) => {
      showFailure(error);
      close();
    });
  }, []);
  return html`
    <dialog ref=${element} aria-labelledby="dialog-title" onClose=${() => update({ dialog: null })}>
      <h2 id="dialog-title">${say("phone.title")}</h2>
      <p>${say("phone.text")}</p>
      ${offer && html`<img class="code" src=${offer.picture} alt=${say("phone.code")} /><p><code>${offer.url}</code></p>`}
      <div class="foot actions"><button type="button" class="main" onClick=${close}>${say("close")}</button></div>
    </dialog>`;
}

function Input({ id, words, value, set, required }) {
  return html`
    <div class="field">
      <label for=${id}>${words}</label>
      <input id=${id} value=${value} required=${required} autocomplete="off" onInput=${(event) => set(event.target.value)} />
    </div>`;
}

function Lines({ id, words, value, set }) {
  return html`
    <div class="field">
      <label for=${id}>${words}</label>
      <${Growing} id=${id} value=${value} set=${set} />
    </div>`;
}

function HandoutForm() {
  const { program } = store;
  const [replace, setReplace] = useState(false);
  return html`
    <${Dialog} title=${say("save.handout")} send=${() => saveHandout({ program: written(program), replace })}>
      <p dir="auto">${say("save.handout.text", { title: program.handout.title })}</p>
      <label class="switch"><input type="checkbox" checked=${replace} onChange=${(event) => setReplace(event.target.checked)} />${say("replace")}</label>
    <//>`;
}

/** What is written of an exercise besides its steps and dose, and what few need. */
const SAID = ["summary", "start"];
const MORE = ["why", "easier", "harder"];
/** Lists of words, in one line. */
const NAMED = ["regions", "equipment"];
const DOSE = ["sets", "reps", "hold"];

/** The exercise that is edited, or a new one. */
function ExerciseForm() {
  const known = store.library.entries.find(({ id, fields }) => id === store.edited && fields);
  const [fields, setFields] = useState(() => formOf(known));
  const { photos, steps, dosage } = fields;
  const set = (name) => (value) => setFields({ ...fields, [name]: value });
  const send = async () => {
    const sent = [];
    // The fields name each new file by its number.
    const pictureOf = ({ bitmap, turns, crop, url, file, ...picture }) =>
      (bitmap ? { image: `${sent.push({ bitmap, turns, crop, file }) - 1}`, ...picture } : picture);
    const { photos: _, ...others } = fields;
    const entry = withoutEmpty({
      ...others,
      ...Object.fromEntries(NAMED.map((name) => [name, fields[name].split(",").map((word) => word.trim())])),
      id: known?.id ?? "",
      kind: known?.kind ?? fields.kind,
      dosage: Array.isArray(dosage) ? dosage : withoutEmpty(dosage),
      pictures: photos.map(pictureOf),
      steps: steps.map((step) => (step.photo ? { text: step.text, picture: pictureOf(step.photo) } : step.text ?? step)),
      replaces: known?.id ?? "",
    });
    const form = new FormData();
    form.set("entry", JSON.stringify(entry));
    for (const photo of sent) form.append("picture", await photoFile(photo), `${photo.file.replace(/\.\w+$/, "")}.jpg`);
    return { ...await saveForm("/api/exercises", form), isNew: !known };
  };
  const input = (name) => html`
    <${Input} key=${name} id=${`own-${name}`} words=${say(`own.${name}`)} value=${fields[name] ?? ""} set=${set(name)} />`;
  return html`
    <${Dialog} title=${say(known ? "own.edit" : "own.title")} form="own" send=${send}>
      <${Input} id="own-name" words=${say("name")} value=${fields.name} set=${set("name")} required />
      ${!known && html`
        <div class="field">
          <label for="own-kind">${say("own.kind")}</label>
          <select id="own-kind" value=${fields.kind} onChange=${(event) => set("kind")(event.target.value)}>
            <option value="exercise">${say("value.exercise")}</option>
            <option value="stretch">${say("value.stretch")}</option>
          </select>
        </div>`}
      ${SAID.map(input)}
      <${Steps} id="own-steps" steps=${steps} set=${set("steps")}
        beside=${({ photo }, number, put) => html`<${StepPhoto} photo=${photo} number=${number} set=${(next) => put({ photo: next })} />`} />
      ${!Array.isArray(dosage) && html`
        <div class="fields">
          ${DOSE.map((name) => html`
            <${Input} key=${name} id=${`own-${name}`} words=${say(`dose.${name}`)} value=${dosage[name] ?? ""}
              set=${(value) => set("dosage")({ ...dosage, [name]: value })} />`)}
        </div>`}
      <details>
        <summary>${say("dose.more")}</summary>
        ${[...NAMED, ...MORE].map(input)}
      </details>
      <${Photos} photos=${photos} setPhotos=${set("photos")} />
    <//>`;
}

/** Return the fields of an exercise as its form has them, with photos where it has pictures. */
function formOf(known) {
  if (!known) return { name: "", kind: "exercise", steps: [""], dosage: {}, photos: [], regions: "", equipment: "" };
  const { pictures = [], steps, ...fields } = known.fields;
  return {
    dosage: {},
    ...fields,
    ...Object.fromEntries(NAMED.map((name) => [name, [fields[name] ?? []].flat().join(", ")])),
    photos: pictures.map((picture, number) => ({ ...picture, url: known.pictures[number]?.url })),
    steps: steps.map((step) => (step.picture ? { text: step.text, photo: step.picture } : step)),
  };
}

const CLINIC = ["name", "address", "phone", "email", "web", "hours", "emergency", "footer"];
/** The colour that a letterhead is offered until somebody chooses one. */
const BLUE = "#17475f";

/** The letterhead that is chosen, if it is one's own, or a new one. */
function ClinicForm() {
  const { library, options } = store;
  const known = library.clinics.find(({ id, fields }) => id === options.clinic && fields);
  const [fields, setFields] = useState(known?.fields ?? {});
  const logo = useRef(null);
  const set = (name) => (value) => setFields({ ...fields, [name]: value });
  const send = async () => {
    const form = new FormData();
    const web = fields.web?.trim() && (/^[a-z]+:/i.test(fields.web) ? fields.web : `https://${fields.web.trim()}`);
    form.set("clinic", JSON.stringify({ ...withoutEmpty({ ...fields, web: web ?? "" }), ...(known && { id: known.id, replaces: known.id }) }));
    if (logo.current.files[0]) form.append("logo", logo.current.files[0]);
    const saved = await saveForm("/api/clinics", form);
    choose({ clinic: saved.id });
    return saved;
  };
  return html`
    <${Dialog} title=${say(known ? "clinic.title" : "clinic.new")} form="clinic" send=${send}>
      ${CLINIC.map((name) => html`
        <${name === "address" ? Lines : Input} key=${name} id=${`clinic-${name}`} words=${say(`clinic.${name}`)}
          value=${fields[name] ?? ""} required=${name === "name"} set=${set(name)} />`)}
      <div class="fields">
        <div class="field">
          <label for="clinic-colour">${say("clinic.colour")}</label>
          <input id="clinic-colour" type="color" value=${fields.colour ?? BLUE} onInput=${(event) => set("colour")(event.target.value)} />
        </div>
        <div class="field">
          <label for="clinic-logo">${say(fields.logo ? "clinic.logo.other" : "clinic.logo")}</label>
          <input id="clinic-logo" ref=${logo} type="file" accept="image/*" />
        </div>
      </div>
    <//>`;
}
