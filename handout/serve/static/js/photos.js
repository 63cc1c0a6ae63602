// Photos for an exercise of one's own: turned, cropped and made smaller on the page.
import { Problems } from "./dosage.js";
import { html, useEffect, useRef, useState } from "./view.js";
import { say } from "./words.js";

const SIDE = 2000;
const SHOWN = 260;
/** The longest side in pixels of a photo that is sharp on paper. */
const SHARP = 750;
const EDGES = ["top", "right", "bottom", "left"];
const WHOLE = { top: 0, right: 0, bottom: 0, left: 0 };

/** Return the photos of files before anybody changes them, and the names of files that are none. */
async function loadPhotos(files) {
  const loaded = await Promise.allSettled(files.map((file) => createImageBitmap(file)));
  return {
    photos: loaded.map(({ value }, number) => ({ bitmap: value, file: files[number].name }))
      .filter(({ bitmap }) => bitmap)
      .map((photo) => ({ ...photo, turns: 0, crop: WHOLE, alt: "", caption: "" })),
    unread: files.filter((_, number) => !loaded[number].value).map(({ name }) => name),
  };
}

/** What is said of files that the browser cannot read, such as those of some telephones (HEIC). */
function Unread({ names }) {
  return html`
    <div role="alert">
      ${names.length > 0 && html`<${Problems} problems=${names.map((name) => ({
        severity: "error", kind: "refused", message: say("own.photo.unread", { name }), hint: say("own.photo.unread.hint"),
      }))} />`}
    </div>`;
}

export function Photos({ photos, setPhotos }) {
  const [unread, setUnread] = useState([]);
  const add = async (files) => {
    const loaded = await loadPhotos(files);
    setPhotos([...photos, ...loaded.photos]);
    setUnread(loaded.unread);
  };
  return html`
    <fieldset class="photos">
      <legend>${say("own.photo")}</legend>
      <p>${say("own.photo.hint")}</p>
      <input type="file" accept="image/*" multiple aria-label=${say("own.photo")}
        onChange=${(event) => { add([...event.target.files]); event.target.value = ""; }} />
      <${Unread} names=${unread} />
      ${photos.map((photo, index) => html`
        <${Photo} key=${index} photo=${photo} name=${say("own.photo.name", { number: index + 1 })}
          set=${(parts) => setPhotos(photos.with(index, { ...photo, ...parts }))}
          remove=${() => setPhotos(photos.toSpliced(index, 1))} />`)}
    </fieldset>`;
}

/** The photo of a step, or the way to give it one. */
export function StepPhoto({ photo, number, set }) {
  const input = useRef(null);
  const [unread, setUnread] = useState([]);
  const add = async (files) => {
    const loaded = await loadPhotos(files);
    setUnread(loaded.unread);
    if (loaded.photos.length) set(loaded.photos[0]);
  };
  if (photo) {
    return html`<${Photo} photo=${photo} name=${say("own.photo.step", { number })}
      set=${(parts) => set({ ...photo, ...parts })} remove=${() => set(undefined)} />`;
  }
  return html`
    <button type="button" class="reset" aria-label=${say("own.photo.add.step", { number })} onClick=${() => input.current.click()}>
      ${say("own.photo.add")}</button>
    <input ref=${input} type="file" accept="image/*" hidden aria-label=${say("own.photo.add.step", { number })}
      onChange=${(event) => { add([...event.target.files]); event.target.value = ""; }} />
    <${Unread} names=${unread} />`;
}

/** A new photo, or a picture that is in the library already. */
function Photo({ photo, name, set, remove }) {
  const canvas = useRef(null);
  const { bitmap, turns, crop, url, alt, caption = "" } = photo;
  useEffect(() => {
    if (bitmap) drawPhoto(canvas.current, photo, SHOWN);
  }, [bitmap, turns, crop]);
  const field = (part, value, required) => html`
    <div class="field">
      <label for=${`${part}-${name}`}>${say(`own.${part}`, { name })}</label>
      <input id=${`${part}-${name}`} required=${required} value=${value} onInput=${(event) => set({ [part]: event.target.value })} />
    </div>`;
  return html`
    <div class="photo">
      ${bitmap ? html`<canvas ref=${canvas} role="img" aria-label=${say("own.shown", { name })}></canvas>`
        : url && html`<img src=${url} alt=${alt} />`}
      <div>
        ${bitmap && Math.max(bitmap.width, bitmap.height) < SHARP && html`
          <${Problems} problems=${[{ severity: "warning", message: say("own.photo.small", bitmap) }]} />`}
        ${field("alt", alt, true)}
        ${field("caption", caption, false)}
        ${bitmap && html`
          <details>
            <summary>${say("own.crop")}</summary>
            <div class="fields">
              ${EDGES.map((edge) => html`
                <label key=${edge}>${say(`own.crop.${edge}`)}
                  <input type="range" min="0" max="45" value=${crop[edge]}
                    onInput=${(event) => set({ crop: { ...crop, [edge]: Number(event.target.value) } })} /></label>`)}
            </div>
          </details>`}
        <div class="actions">
          ${bitmap && html`<button type="button" onClick=${() => set({ turns: (turns + 1) % 4, crop: WHOLE })}>${say("own.turn", { name })}</button>`}
          <button type="button" onClick=${remove}>${say("own.remove", { name })}</button>
        </div>
      </div>
    </div>`;
}

/** Draw a photo turned and cropped, no longer than a number of pixels on its longest side. */
function drawPhoto(canvas, { bitmap, turns, crop }, side) {
  const sideways = turns % 2 === 1;
  const [wide, high] = sideways ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  const kept = [wide * (100 - crop.left - crop.right) / 100, high * (100 - crop.top - crop.bottom) / 100];
  const scale = Math.min(1, side / Math.max(...kept));
  [canvas.width, canvas.height] = kept.map((length) => Math.round(length * scale));
  const context = canvas.getContext("2d");
  // What shines through a drawing is the paper.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(wide / 2 - wide * crop.left / 100, high / 2 - high * crop.top / 100);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
}

/** Return a photo as a JPEG file, upright and no larger than a page needs. */
export function photoFile(photo) {
  const canvas = document.createElement("canvas");
  drawPhoto(canvas, photo, SIDE);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.9); });
}
