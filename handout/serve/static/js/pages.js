// The real pages, as the printer prints them.
import { isWithin, keyOf } from "./fields.js";
import { store, update, useStore } from "./store.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./view.js";
import { say } from "./words.js";

const POINT = 96 / 72;
const AGAIN = 1000;
const LATER = 150;

/** The pages below what is chosen for them; `again` makes them anew when the server has forgotten them. */
export function Pages({ again, children }) {
  const { result, changed, open, slow, busy } = useStore();
  const [full, setFull] = useState(false);
  const scroller = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => showPlace(scroller.current, result, changed), [result?.made, changed]);
  useEffect(() => showPlace(scroller.current, result, open), [open]);
  const pages = result?.pages ?? [];
  return html`
    <section class=${`pane pages ${result?.isStale ? "stale" : ""}`} aria-labelledby="pages-heading">
      <h2 id="pages-heading">${say("pane.pages")}</h2>
      ${children}
      ${pages.length > 0 && html`
        <div class="page-tools">
          <span role="status">${say("pages.count", { count: pages.length })}</span>
          <button type="button" class="reset" onClick=${() => setFull(!full)}>${say(full ? "pages.wide" : "pages.full")}</button>
          <a href=${`/api/documents/${result.document}.pdf`} target="_blank" rel="noopener">${say("pages.pdf")}</a>
        </div>`}
      <div role="status">
        ${result?.isStale && html`<p class="banner over">${say("pages.stale")}</p>`}
        ${slow && html`<p class="banner over">${say("slow")}</p>`}
      </div>
      <div ref=${scroller} class="sheets" aria-busy=${busy} tabindex="0" role="group" aria-labelledby="pages-heading">
        ${pages.length === 0 && html`<p class="empty blank">${say("empty.pages")}</p>`}
        ${width > 0 && pages.map((page, number) => html`
          <${Sheet} key=${number} page=${page} number=${number} result=${result} again=${again}
            width=${full ? Math.round(page.width * POINT) : width} />`)}
      </div>
    </section>`;
}

/** The pictures of the newest document that are in sight and not there yet. */
const awaited = new Set();

function Sheet({ page, number, result, width, again }) {
  const { hovered, open } = store;
  const frame = useRef(null);
  const paper = useRef(null);
  const drawn = useRef("");
  const inSight = useSight(frame, "0px");
  const near = useSight(frame, "600px");
  // The picture is asked for with the drawing of the result, not after it.
  useLayoutEffect(() => {
    if (!near) return undefined;
    if (inSight) return draw();
    // What is in sight comes first.
    let stop = () => {};
    const later = setTimeout(() => { stop = draw(); }, LATER);
    return () => {
      clearTimeout(later);
      stop();
    };
  }, [result.made, width, near, inSight]);
  const draw = () => {
    const pixels = Math.round(width * devicePixelRatio);
    const shown = `${page.digest} ${pixels}`;
    if (drawn.current === shown) {
      requestAnimationFrame(() => arrived(result));
      return () => {};
    }
    const picture = new Image();
    picture.src = `/api/documents/${result.document}/pages/${number}.png?width=${pixels}`;
    picture.alt = say("page", { number: number + 1, count: result.pages.length, title: result.title });
    picture.draggable = false;
    awaited.add(picture);
    // The old picture stays until the new one can be shown at once.
    picture.decode().then(
      () => {
        // A narrow window may show another pane by now.
        if (!awaited.delete(picture) || !paper.current) return;
        paper.current.replaceChildren(picture);
        drawn.current = shown;
        requestAnimationFrame(() => arrived(result));
      },
      // The server keeps the last few documents only, and none when it is started anew.
      () => { if (awaited.delete(picture)) setTimeout(again, AGAIN); });
    return () => {
      // What is scrolled out of sight is awaited no more.
      if (awaited.delete(picture)) requestAnimationFrame(() => arrived(result));
    };
  };
  const scale = width / page.width;
  const marked = hovered ?? open;
  const outlines = marked
    ? result.places.filter((place) => place.page === number && isWithin(place.path, marked)) : [];
  return html`
    <div ref=${frame} class="sheet" data-page=${number} style=${{ width: `${width}px`, height: `${Math.round(page.height * scale)}px` }}
      onClick=${(event) => openAt(event, result.places.filter((place) => place.page === number), scale)}>
      <div ref=${paper}></div>
      ${outlines.map(({ box: [left, top, wide, high] }, index) => html`
        <div key=${index} class="outline" style=${{
          left: `${left * scale - 4}px`, top: `${top * scale - 4}px`,
          width: `${wide * scale + 8}px`, height: `${high * scale + 8}px`,
        }}></div>`)}
    </div>`;
}

/** Return whether an element is in sight, or less than a margin away. */
function useSight(element, rootMargin) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setSeen(entry.isIntersecting), { rootMargin });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return seen;
}

/** Note that all pictures in sight show the last result, and how long that took since the change. */
function arrived({ made, asked }) {
  // A preview asks for nothing.
  if (!asked || awaited.size || made !== store.result?.made || measured === made) return;
  measured = made;
  if (asked.since) performance.measure("handout:refresh", { start: asked.since, end: performance.now() });
  if (asked.program === store.program && asked.options === store.options) update({ busy: false });
}

/** The result that was measured last. */
let measured = null;

/** Open the item that is printed where the page was clicked. */
function openAt(event, places, scale) {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  const [x, y] = [(event.clientX - left) / scale, (event.clientY - top) / scale];
  const found = places.filter(({ box }) => x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3])
    .sort((one, other) => other.path.length - one.path.length);
  const path = found[0]?.path;
  if (!path) return;
  if (path.includes("content")) {
    update({ open: path, pane: "programme" });
    requestAnimationFrame(() => document.querySelector(`[data-path="${keyOf(path)}"] .summary`)?.focus());
    return;
  }
  update({ pane: "programme" });
  requestAnimationFrame(() => {
    const field = document.getElementById(FIELDS[path[0] === "handout" ? path[1] : path[0]]);
    field?.closest("details")?.setAttribute("open", "");
    field?.focus();
  });
}

/** The fields of what is around the sections. */
const FIELDS = {
  title: "title", subtitle: "subtitle", intro: "intro", stop: "stop", note: "note", goals: "goals",
  patient: "patient.name", log: "log", sections: "1.heading",
};

/** Scroll to where something is printed, unless it can be seen already. */
function showPlace(scroller, result, path) {
  if (!path || !result) return;
  const place = result.places.find((each) => isWithin(each.path, path))
    ?? result.places.findLast((each) => isWithin(path, each.path));
  const sheet = place && scroller.querySelector(`[data-page="${place.page}"]`);
  if (!sheet) return;
  const scale = sheet.offsetWidth / result.pages[place.page].width;
  const top = sheet.offsetTop + place.box[1] * scale;
  const bottom = top + Math.min(place.box[3] * scale, scroller.clientHeight - 2 * MARGIN);
  if (top >= scroller.scrollTop && bottom <= scroller.scrollTop + scroller.clientHeight) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scroller.scrollTo({ top: top - MARGIN, behavior: calm ? "instant" : "smooth" });
}

/** Pixels of the page that stay in sight above and below what is shown. */
const MARGIN = 24;
