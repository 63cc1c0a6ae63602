// The real pages, as the printer prints them.
import { isWithin, keyOf } from "./fields.js";
import { store, update, useStore } from "./store.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./view.js";
import { say } from "./words.js";

const POINT = 96 / 72;

export function Pages() {
  const { result, changed } = useStore();
  const [full, setFull] = useState(false);
  const scroller = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => showChanged(scroller.current, result, changed), [result]);
  const pages = result?.pages ?? [];
  return html`
    <section class=${`pane pages ${result?.isStale ? "stale" : ""}`} aria-labelledby="pages-heading">
      <h2 id="pages-heading">${say("pane.pages")}</h2>
      ${pages.length > 0 && html`
        <div class="page-tools">
          <span role="status">${say("pages.count", { count: pages.length })}</span>
          <button type="button" onClick=${() => setFull(!full)}>${say(full ? "pages.wide" : "pages.full")}</button>
          <a href=${`/api/documents/${result.document}.pdf`} target="_blank" rel="noopener">${say("pages.pdf")}</a>
        </div>`}
      ${result?.isStale && html`<p class="banner" role="status">${say("pages.stale")}</p>`}
      <div ref=${scroller} class="sheets" tabindex="0" role="group" aria-labelledby="pages-heading">
        ${pages.length === 0 && html`<p class="empty">${say("empty.pages")}</p>`}
        ${width > 0 && pages.map((page, number) => html`
          <${Sheet} key=${number} page=${page} number=${number} result=${result}
            width=${full ? Math.round(page.width * POINT) : width} />`)}
      </div>
    </section>`;
}

function Sheet({ page, number, result, width }) {
  const { hovered, open } = store;
  const frame = useRef(null);
  const [near, setNear] = useState(number === 0);
  const [shown, setShown] = useState(null);
  const url = `/api/documents/${result.document}/pages/${number}.png?width=${Math.round(width * devicePixelRatio)}`;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setNear(entry.isIntersecting), { rootMargin: "400px" });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!near) return undefined;
    let wanted = true;
    const picture = new Image();
    picture.src = url;
    // The old picture stays until the new one can be shown at once.
    picture.decode().then(() => {
      if (!wanted) return;
      setShown(url);
      if (performance.getEntriesByName("handout:changed").length) {
        performance.measure("handout:refresh", "handout:changed");
        performance.clearMarks("handout:changed");
      }
    }, () => {});
    return () => { wanted = false; };
  }, [url, near]);
  const scale = width / page.width;
  const marked = hovered ?? open;
  const outlines = marked
    ? result.places.filter((place) => place.page === number && isWithin(place.path, marked)) : [];
  return html`
    <div ref=${frame} class="sheet" data-page=${number} style=${{ width: `${width}px`, height: `${Math.round(page.height * scale)}px` }}
      onClick=${(event) => openAt(event, result.places.filter((place) => place.page === number), scale)}>
      ${shown && html`<img src=${shown} alt=${say("page", { number: number + 1, count: result.pages.length, title: result.title })} draggable=${false} />`}
      ${outlines.map(({ box: [left, top, wide, high] }, index) => html`
        <div key=${index} class="outline" style=${{
          left: `${left * scale - 4}px`, top: `${top * scale - 4}px`,
          width: `${wide * scale + 8}px`, height: `${high * scale + 8}px`,
        }}></div>`)}
    </div>`;
}

/** Open the item that is printed where the page was clicked. */
function openAt(event, places, scale) {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  const [x, y] = [(event.clientX - left) / scale, (event.clientY - top) / scale];
  const found = places.filter(({ box }) => x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3])
    .sort((one, other) => other.path.length - one.path.length);
  const path = found[0]?.path;
  if (!path) return;
  if (path.includes("content")) {
    update({ open: path });
    requestAnimationFrame(() => document.querySelector(`[data-path="${keyOf(path)}"] .summary`)?.focus());
    return;
  }
  const field = document.getElementById(FIELDS[path[0] === "handout" ? path[1] : path[0]]);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

/** The fields of what is around the sections. */
const FIELDS = {
  title: "title", subtitle: "title", intro: "intro", stop: "stop", note: "note", goals: "goals",
  patient: "patient.name", log: "log", sections: "1.heading",
};

/** Scroll to what was changed, unless it can be seen already. */
function showChanged(scroller, result, changed) {
  if (!changed || !result) return;
  const place = result.places.find(({ path }) => isWithin(path, changed) || isWithin(changed, path));
  const sheet = place && scroller.querySelector(`[data-page="${place.page}"]`);
  if (!sheet) return;
  const top = sheet.offsetTop + place.box[1] * (sheet.offsetWidth / result.pages[place.page].width);
  if (top < scroller.scrollTop || top > scroller.scrollTop + scroller.clientHeight - 120) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollTo({ top: top - 60, behavior: calm ? "instant" : "smooth" });
  }
}
