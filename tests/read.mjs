// Open books in two reading systems in a headless Chromium and print what each shows as JSON.
// Standard input: a list of jobs {path, reader, width, dark, zoom}; a list of chapters for each.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import puppeteer from "puppeteer-core";
import { chapterFacts } from "./chapter_facts.mjs";

const MODULES = new URL("node_modules/", import.meta.url).pathname;
const TYPES = { ".js": "text/javascript", ".html": "text/html", ".epub": "application/epub+zip" };
const HEIGHT = 740;
const BLANK = "<!doctype html><style>html, body { margin: 0; height: 100% }</style>";
const jobs = JSON.parse(await text(process.stdin));

// Served by itself, because modules and frames do not work from files.
const server = createServer(async (request, response) => {
  const [kind, ...rest] = decodeURI(request.url).slice(1).split("/");
  try {
    const path = kind === "modules" ? join(MODULES, ...rest) : jobs[parseInt(rest[0], 10)]?.path;
    const body = kind === "reader" ? BLANK : await readFile(path);
    const type = TYPES[kind === "reader" ? ".html" : extname(path)];
    response.writeHead(200, { "content-type": type ?? "text/plain" }).end(body);
  } catch { response.writeHead(404).end(); }
});
await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
const origin = `http://127.0.0.1:${server.address().port}`;

// The next two functions run in the page. Each opens a book as `reader`: its chapters, a function
// that shows one of them, and one that returns the document shown.

async function openInEpubjs({ book, ground, ink, zoom }) {
  await import("/modules/jszip/dist/jszip.min.js");
  await import("/modules/epubjs/dist/epub.min.js");
  const place = document.body.appendChild(document.createElement("div"));
  place.style.cssText = `width: 100%; height: 100%; background: ${ground}`;
  const opened = ePub(await (await fetch(book)).arrayBuffer());
  const rendition = opened.renderTo(place, { width: "100%", height: "100%" });
  rendition.themes.register("chosen", {
    body: { color: `${ink} !important`, background: `${ground} !important` },
  });
  rendition.themes.select("chosen");
  rendition.themes.fontSize(`${zoom}%`);
  await opened.ready;
  window.reader = {
    chapters: opened.spine.spineItems.map((item) => item.href),
    show: (href) => rendition.display(href),
    content: () => rendition.getContents()[0].document,
  };
}

async function openInFoliate({ book, ground, ink, zoom, dark }) {
  await import("/modules/foliate-js/view.js");
  document.body.style.background = ground;
  const view = document.body.appendChild(document.createElement("foliate-view"));
  view.style.cssText = "display: block; width: 100%; height: 100%";
  await view.open(new File([await (await fetch(book)).blob()], "book.epub"));
  view.renderer.setStyles(`
    html { font-size: ${zoom}%; color: ${ink}; background: ${ground}; }
    html { color-scheme: ${dark ? "dark" : "light"}; }
    p, li, blockquote, dd { line-height: 1.4; text-align: justify; hyphens: manual; }
    ${dark ? "a:link { color: lightblue; }" : ""}`);
  // foliate-js sets the page once more when its observer first reports the size of the screen, and
  // fails if a chapter is half loaded then.
  await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
  window.reader = {
    chapters: view.book.sections.map((_, index) => index),
    show: (index) => view.goTo(index),
    content: () => view.renderer.getContents()[0].doc,
  };
}

const READERS = { "epub.js": openInEpubjs, "foliate-js": openInFoliate };

async function read(job, index) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("requestfailed", (request) => errors.push(request.url()));
  await page.setViewport({ width: job.width, height: HEIGHT });
  const scheme = job.dark ? "dark" : "light";
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(`${origin}/reader/`);
  const [ground, ink] = job.dark ? ["rgb(18, 18, 18)", "rgb(208, 208, 208)"]
    : ["rgb(255, 255, 255)", "rgb(0, 0, 0)"];
  const choices = { book: `/book/${index}.epub`, ground, ink, zoom: job.zoom, dark: job.dark };
  await page.evaluate(READERS[job.reader], choices);
  await page.evaluate(`window.chapterFacts = ${chapterFacts}`);
  const chapters = [];
  for (const chapter of await page.evaluate(() => window.reader.chapters)) {
    const facts = await page.evaluate(async (name, colour) => {
      await window.reader.show(name);
      const content = window.reader.content();
      await content.fonts.ready;
      await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
      return window.chapterFacts(content, colour);
    }, chapter, ground);
    chapters.push(facts);
  }
  await page.close();
  return { chapters, errors };
}

const browser = await puppeteer.launch({
  protocolTimeout: 60_000,
  executablePath: process.argv[2],
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const results = [];
const waiting = jobs.entries();
async function work() {
  for (const [index, job] of waiting) results[index] = await read(job, index);
}
await Promise.all([work(), work()]);
await browser.close();
server.close();
console.log(JSON.stringify(results));
