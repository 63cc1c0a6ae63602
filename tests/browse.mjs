// Open pages in a headless Chromium and print the results as JSON.
// Standard input: a list of jobs {path, width, features, size, axe, agrees, scripts,
// element, shot, paper, pdf, screenshot}; one result each.
// A script is an expression, 'reload' or the path of another page.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const jobs = JSON.parse(await text(process.stdin));
const browser = await puppeteer.launch({
  executablePath: process.argv[2],
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});

async function visit(job) {
  // Each job has a storage of its own.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const found = { requests: [], console: [], dialogs: 0 };
  const own = pathToFileURL(job.path).href;
  page.on("request", (request) => {
    const url = request.url();
    if (url !== own && !url.startsWith("data:")) found.requests.push(url);
  });
  page.on("console", (message) => found.console.push(message.text()));
  page.on("pageerror", (error) => found.console.push(error.message));
  page.on("dialog", (dialog) => { found.dialogs += 1; job.agrees ? dialog.accept() : dialog.dismiss(); });
  const features = { "prefers-color-scheme": "light", ...job.features };
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
  await page.setViewport({ width: job.width ?? 1280, height: 800 });
  await page.goto(own);
  if (job.size) {
    await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, job.size);
  }
  found.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (job.axe) {
    await page.evaluate(axe);
    // All rules of WCAG 2.2 A and AA, best practices, and the contrast of AAA.
    const { violations } = await page.evaluate((rules) => axe.run({ rules }), {
      "target-size": { enabled: true },
      "color-contrast-enhanced": { enabled: true },
    });
    found.axe = violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`);
  }
  for (const script of job.scripts ?? []) {
    const leaves = script === "reload" || script.endsWith(".html");
    // What a page stores reaches the browser a moment later, and nobody leaves it faster.
    if (leaves) await pause(1000);
    if (!leaves) found.result = await page.evaluate(script);
    else if (script === "reload") await page.reload();
    else await page.goto(pathToFileURL(script).href);
  }
  if (job.element) await (await page.$(job.element)).screenshot({ path: job.shot });
  if (job.paper) await page.pdf({ path: job.pdf, format: job.paper, preferCSSPageSize: true });
  if (job.screenshot) {
    found.screenshot = await page.screenshot({ encoding: "base64", fullPage: true });
  }
  await context.close();
  return found;
}

const results = [];
for (const job of jobs) results.push(await visit(job));
await browser.close();
console.log(JSON.stringify(results));
