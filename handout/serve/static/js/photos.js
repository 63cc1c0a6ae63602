// Photos for an exercise of one's own: turned and made smaller on the page, described in words.
import { html } from "./view.js";
import { say } from "./words.js";

const SIDE = 2000;

export function Photos({ photos, setPhotos }) {
  const add = async (files) => {
    const loaded = await Promise.all([...files].map(async (file) => ({
      bitmap: await createImageBitmap(file), url: URL.createObjectURL(file), turns: 0, alt: "", caption: "",
    })));
    setPhotos([...photos, ...loaded]);
  };
  const set = (number, parts) => setPhotos(photos.with(number, { ...photos[number], ...parts }));
  return html`
    <fieldset class="photos">
      <legend>${say("own.photo")}</legend>
      <p class="hint">${say("own.photo.hint")}</p>
      <input type="file" accept="image/*" capture="environment" multiple aria-label=${say("own.photo")}
        onChange=${(event) => { add(event.target.files); event.target.value = ""; }} />
      ${photos.map(({ url, turns, alt, caption }, index) => {
        const number = index + 1;
        return html`
          <div key=${url} class="photo">
            <img src=${url} alt="" class=${`turned-${turns}`} />
            <div>
              <div class="field">
                <label for=${`alt-${number}`}>${say("own.alt", { number })}</label>
                <input id=${`alt-${number}`} required value=${alt} onInput=${(event) => set(index, { alt: event.target.value })} />
              </div>
              <div class="field">
                <label for=${`caption-${number}`}>${say("own.caption", { number })}</label>
                <input id=${`caption-${number}`} value=${caption} onInput=${(event) => set(index, { caption: event.target.value })} />
              </div>
              <button type="button" onClick=${() => set(index, { turns: (turns + 1) % 4 })}>${say("own.turn", { number })}</button>
              <button type="button" onClick=${() => setPhotos(photos.toSpliced(index, 1))}>${say("own.remove", { number })}</button>
            </div>
          </div>`;
      })}
    </fieldset>`;
}

/** Return a photo as a JPEG file, upright and no larger than a page needs. */
export function photoFile({ bitmap, turns }) {
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const [wide, high] = [bitmap.width * scale, bitmap.height * scale];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = turns % 2 ? [high, wide] : [wide, high];
  const context = canvas.getContext("2d");
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(bitmap, -wide / 2, -high / 2, wide, high);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.9); });
}
