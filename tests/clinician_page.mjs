// Use the clinician's page in a headless Chromium and print what each session found as JSON.
// Standard input: {python, folder, sessions}; one result for each session by its name.
// The server is started as a clinician starts it, with state and content in the folder.
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const { python, folder, sessions } = JSON.parse(await text(process.stdin));
const FIVE = ["clamshell", "bridge", "heel raise", "sit to stand", "wall sit"];
/** Pages are handed to phones where there is a network for them. */
const PHONES = Object.values(networkInterfaces()).flat().some(({ internal }) => !internal) ? ["--phones"] : [];
const EIGHT = [...FIVE, "step-up", "quad set", "bird dog"];

class Server {
  port = 0;

  /** Start on a free port; on the same one from then on, as soon as the system gives it back. */
  async start() {
    for (let tries = 0; tries < 20; tries += 1) {
      if (await this.#begin()) return;
      await pause(250);
    }
    throw new Error("The server does not start.");
  }

  async #begin() {
    const command = ["-m", "handout", "serve", "--no-open", ...PHONES, "--port", `${this.port}`, "--content", join(folder, "own")];
    const env = { ...process.env, XDG_STATE_HOME: join(folder, "state") };
    this.process = spawn(python, command, { env, stdio: ["ignore", "pipe", "inherit"] });
    this.ended = new Promise((end) => { this.process.once("exit", end); });
    const said = new Promise((heard) => { this.process.stdout.once("data", (data) => heard(`${data}`)); });
    const address = /http:\S+/.exec(await Promise.race([said, this.ended.then(() => "")]));
    if (!address) return false;
    [this.address] = address;
    ({ origin: this.origin, port: this.port } = new URL(this.address));
    return true;
  }

  async stop() {
    this.process.kill("SIGKILL");
    await this.ended;
  }
}

const server = new Server();
await server.start();
const browser = await puppeteer.launch({
  protocolTimeout: 60_000,
  executablePath: process.argv[2],
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});

/** The page in a browser of its own, and what it did that it should not. */
class Clinician {
  actions = 0;
  faults = [];

  static async enter({ width = 1440, height = 900, scheme = "light", context, ...size } = {}) {
    const person = new Clinician();
    person.context = context ?? await browser.createBrowserContext();
    const page = await person.context.newPage();
    person.page = page;
    page.setDefaultTimeout(15_000);
    const tell = (fault) => person.faults.push(fault);
    page.on("request", (request) => {
      const url = request.url();
      // The browser shows PDF files by pages of its own.
      if (!/^(blob|data|chrome|chrome-extension):/.test(url) && !url.startsWith(server.origin)) tell(`asks for ${url}`);
    });
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) tell(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => tell(error.message));
    page.on("dialog", (dialog) => dialog.accept());
    // No printer is asked; the frame that would be printed is noted.
    await page.evaluateOnNewDocument(() => { window.print = () => { top.sentToPrinter = location.href; }; });
    const session = await page.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
    await page.setViewport({ width, height, ...size });
    await page.goto(server.address);
    await page.waitForSelector(".card");
    return person;
  }

  /** Click on what has a name. */
  async click(name, role = "button") {
    this.actions += 1;
    await this.page.locator(`::-p-aria([name="${name}"][role="${role}"])`).click();
  }

  async press(key) {
    this.actions += 1;
    const parts = key.split("+");
    for (const part of parts.slice(0, -1)) await this.page.keyboard.down(part);
    await this.page.keyboard.press(parts.at(-1));
    for (const part of parts.slice(0, -1).reverse()) await this.page.keyboard.up(part);
  }

  async type(words) {
    this.actions += 1;
    await this.page.keyboard.type(words);
  }

  /** Write into a field from its beginning. */
  async fill(name, words, role = "textbox") {
    await this.click(name, role);
    await this.press("Control+a");
    await this.type(words);
  }

  /** Choose a value of a list. */
  async choose(name, value) {
    this.actions += 1;
    const list = await this.page.waitForSelector(`::-p-aria([name="${name}"][role="combobox"])`);
    await list.select(value);
  }

  /**
   * Type a search in place of the last one. The driver's own `fill` empties a field without an
   * event, and a redraw at that moment brings the old words back in front of the new ones.
   */
  search(words) {
    return this.fill("Search", words, "searchbox");
  }

  /** Press a letter until the focus is on an element, as somebody without a mouse. */
  async go(selector, key = "Tab") {
    for (let count = 0; count < 200; count += 1) {
      if (await this.page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return count;
      await this.press(key);
    }
    throw new Error(`The focus never comes to ${selector}.`);
  }

  async pick(names) {
    await this.press("/");
    for (const name of names) {
      await this.type(name);
      await this.press("Enter");
    }
    await this.settled();
  }

  /** Wait until the pages show the newest state. */
  settled() {
    // An error, as before the page is there, would end the waiting without a word. To look at every
    // frame would make the browser draw them all, which is most of its work without a GPU.
    return this.page.waitForFunction(() => document.querySelector(".pages")?.checkVisibility() === false
      || document.querySelector(".sheets[aria-busy=false] :is(.sheet img, .empty)"), { polling: "mutation" });
  }

  /** Return the words of the elements that match. */
  words(selector) {
    return this.page.$$eval(selector, (elements) => elements.map((each) => each.innerText));
  }

  /** Return the document in sight. */
  shown() {
    return this.page.evaluate(() =>
      /documents\/([^/]+)\.pdf/.exec(document.querySelector(".page-tools a")?.href)?.[1] ?? null);
  }

  /** Do something that saves a file, and return its path. */
  async saved(action) {
    const session = await this.page.createCDPSession();
    await session.send("Browser.setDownloadBehavior", {
      behavior: "allow", downloadPath: join(folder, running), eventsEnabled: true,
      browserContextId: this.context.id,
    });
    const name = new Promise((named) => {
      session.once("Browser.downloadWillBegin", ({ suggestedFilename }) => named(suggestedFilename));
    });
    const done = new Promise((end) => {
      session.on("Browser.downloadProgress", ({ state }) => { if (state === "completed") end(); });
    });
    await action();
    await done;
    return join(folder, running, await name);
  }

  /** Return the rules of accessibility that the page breaks. */
  async check(state) {
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate((rules) => axe.run({ rules }), {
      "target-size": { enabled: true },
    });
    return violations.map((rule) => `${state}: ${rule.id}: ${rule.nodes[0].html} ${rule.nodes[0].failureSummary}`);
  }

  async leave() {
    await this.page.close();
    return this.faults;
  }
}

const SESSIONS = {
  /** From an empty page to a printed programme of five exercises with two other doses. */
  async whole() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    const begun = performance.now();
    await clinician.pick(FIVE);
    await page.locator(".item:nth-child(2) .summary").click();
    await clinician.click("More: Sets");
    await page.locator(".item:nth-child(3) .summary").click();
    await clinician.fill("Repetitions", "until tired");
    await clinician.press("Control+p");
    clinician.actions += 2;
    await page.waitForFunction(() => window.sentToPrinter);
    const result = { actions: clinician.actions, seconds: (performance.now() - begun) / 1000 };
    result.printed = (await page.evaluate(() => window.sentToPrinter)).replace(server.origin, "");
    result.document = await clinician.shown();
    result.doses = await clinician.words(".item .dose");
    for (const format of ["Programme file, to open again", "PDF", "Page for a phone (HTML)", "E-book (EPUB)"]) {
      result[format] = await clinician.saved(async () => {
        await page.locator(".menu > summary").click();
        await clinician.click(format);
      });
    }
    return { ...result, faults: await clinician.leave() };
  },

  /** Without a mouse. */
  async keys() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.press("/");
    await clinician.type("clamshel");
    await clinician.press("Enter");
    await clinician.type("brigde");
    await clinician.press("Enter");
    await clinician.go(".items .item:nth-child(1) .handle");
    await clinician.press("ArrowDown");
    await clinician.settled();
    const result = { order: await clinician.words(".item .name") };
    result.said = await page.$eval("#live", (live) => live.textContent);
    result.focus = await page.evaluate(() => document.activeElement.className);
    await clinician.go(".summary");
    await clinician.press("Enter");
    await clinician.go(".stepper input");
    await clinician.press("Control+a");
    await clinician.type("4");
    await clinician.settled();
    result.dose = (await clinician.words(".item.open .dose"))[0];
    await clinician.press("Control+z");
    await clinician.press("Control+z");
    await clinician.settled();
    result.undone = await clinician.words(".item .name");
    await clinician.press("Control+Shift+z");
    await clinician.press("Control+Shift+z");
    await clinician.settled();
    result.redone = await clinician.words(".item .dose");
    await clinician.press("Control+p");
    await page.waitForFunction(() => window.sentToPrinter);
    await clinician.go('[aria-label="Remove Clamshell"]');
    await clinician.press("Enter");
    await clinician.settled();
    result.removed = await page.evaluate(() => ({
      names: [...document.querySelectorAll(".item .name")].map((each) => each.innerText),
      focus: document.activeElement.className,
      said: document.querySelector("#live").textContent,
    }));
    result.unreachable = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea, summary, a")]
      .filter((each) => each.checkVisibility() && !each.disabled && each.tabIndex < 0).map((each) => each.outerHTML));
    return { ...result, faults: await clinician.leave() };
  },

  /** What is typed is found despite mistakes, and wherever it is. */
  async search() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    const first = [];
    for (const words of ["hpi", "nek", "brigde", "quda set"]) {
      await clinician.search(words);
      first.push((await clinician.words(".card .name"))[0]);
    }
    const result = { first };
    await clinician.search("desk breaks");
    result.none = (await clinician.words(".library [role=status]"))[0];
    await clinician.click("1 ready handout");
    result.handouts = await clinician.words(".row .name");
    await clinician.press("/");
    await clinician.press("Enter");
    await page.waitForSelector(".item");
    await clinician.settled();
    result.title = await page.$eval("#title", (field) => field.value);
    await clinician.click("Texts and tables");
    result.over = await page.$eval("#search", (search) => search.value);
    return { ...result, faults: await clinician.leave() };
  },

  /** The pictures show the other side, and follow a dose of one side. */
  async sides() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.pick(["clamshell"]);
    await page.locator(".item .summary").click();
    await clinician.click("the right side");
    await clinician.settled();
    const result = {};
    for (const format of ["Programme file, to open again", "PDF"]) {
      result[format] = await clinician.saved(async () => {
        await page.locator(".menu > summary").click();
        await clinician.click(format);
      });
    }
    result.turned = await page.$$eval(".item img", (all) => all.map((each) => each.matches(".mirrored")));
    await clinician.click("left");
    await clinician.settled();
    result.problems = await clinician.words(".problems");
    result.shown = await page.$$eval(".item .chip[disabled]", (all) => all.map((each) => [each.innerText, each.ariaPressed]));
    return { ...result, faults: await clinician.leave() };
  },

  /** The pages are printed in Spanish with English beside it, while the edition has room for both. */
  async languages() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.pick(["clamshell"]);
    const switches = () => clinician.words(".options .switch");
    const result = { before: await switches() };
    await clinician.choose("Language", "es");
    await clinician.settled();
    await page.locator(".options .switch").click();
    await clinician.settled();
    result.switches = await switches();
    result.both = await clinician.words(".item .dose");
    for (const format of ["Programme file, to open again", "PDF"]) {
      result[format] = await clinician.saved(async () => {
        await page.locator(".menu > summary").click();
        await clinician.click(format);
      });
    }
    await page.reload();
    await clinician.settled();
    result.again = await page.$eval(".options .switch input", (input) => input.checked);
    result.violations = await clinician.check("two languages");
    await clinician.choose("Edition", "cards");
    await clinician.settled();
    result.narrow = await switches();
    result.alone = await clinician.words(".item .dose");
    return { ...result, faults: await clinician.leave() };
  },

  /** Two tabs have two programmes, and each is there again when it is loaded again. */
  async tabs() {
    const one = await Clinician.enter();
    const other = await Clinician.enter({ context: one.context });
    await one.page.bringToFront();
    await one.pick(["clamshell"]);
    await other.page.bringToFront();
    await other.pick(["bridge", "heel raise"]);
    const result = { before: [await one.words(".item .name"), await other.words(".item .name")] };
    const reload = async (person) => {
      await person.page.bringToFront();
      await person.page.reload();
      await person.page.waitForSelector(".sheet img");
      return person.words(".item .name");
    };
    result.after = [await reload(one), await reload(other)];
    await other.press("Control+z");
    result.undone = await other.words(".item .name");
    return { ...result, faults: [...await one.leave(), ...await other.leave()] };
  },

  /** The server is killed and started again. */
  async restart() {
    const clinician = await Clinician.enter();
    await clinician.pick(["clamshell"]);
    const before = await clinician.shown();
    await server.stop();
    await clinician.type("bridge");
    await clinician.press("Enter");
    await clinician.page.waitForSelector(".banner");
    const result = { banner: (await clinician.words(".banner"))[0], kept: await clinician.words(".item .name") };
    result.still = before === await clinician.shown();
    // Whatever needs the server only says so.
    await clinician.click("Ready handouts");
    await clinician.page.locator(".rows .row").click();
    await clinician.page.locator(".menu > summary").click();
    await clinician.click("PDF");
    await server.start();
    await clinician.page.waitForFunction(() => !document.querySelector(".banner"));
    await clinician.settled();
    result.changed = before !== await clinician.shown();
    result.pages = await clinician.page.$$eval(".sheet", (sheets) => sheets.length);
    // What the browser itself says about a server that is not there is no fault of the page.
    const faults = (await clinician.leave()).filter((fault) => !/Failed to load resource/.test(fault));
    return { ...result, faults };
  },

  /** Fifty changes as fast as they can be made. */
  async fast() {
    const clinician = await Clinician.enter();
    await clinician.pick(EIGHT);
    await clinician.page.locator(".item:nth-child(3) .summary").click();
    await clinician.page.evaluate(() => performance.clearMeasures());
    // A pointer goes to where the button comes to rest, also on a busy machine.
    await clinician.page.locator('[aria-label="More: Repetitions"]').hover();
    const more = await (await clinician.page.$('[aria-label="More: Repetitions"]')).boundingBox();
    for (let count = 0; count < 50; count += 1) await clinician.page.mouse.click(more.x + 9, more.y + 9);
    await clinician.settled();
    const result = { dose: (await clinician.words(".item.open .dose"))[0], changes: 30 };
    // The very bytes that the pages in sight are drawn of.
    result.shown = await clinician.page.evaluate(async () => {
      const url = document.querySelector(".page-tools a").href;
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    });
    result.pdf = await clinician.saved(async () => {
      await clinician.page.locator(".menu > summary").click();
      await clinician.click("PDF");
    });
    // At the pace of somebody who types.
    await clinician.page.evaluate(() => performance.clearMeasures());
    for (let count = 0; count < result.changes; count += 1) {
      await clinician.click("More: Sets");
      await clinician.settled();
      await pause(50);
    }
    result.counted = (await clinician.words(".item.open .dose"))[0];
    result.times = await clinician.page.evaluate(() =>
      performance.getEntriesByName("handout:refresh").map(({ duration }) => duration));
    return { ...result, faults: await clinician.leave() };
  },

  /** A server that takes a second for each answer. */
  async slow() {
    const clinician = await Clinician.enter();
    await clinician.pick(["clamshell"]);
    const session = await clinician.page.createCDPSession();
    await session.send("Network.enable");
    const requests = [];
    session.on("Network.requestWillBeSent", ({ request }) => {
      if (request.url.endsWith("/api/documents")) requests.push(JSON.parse(request.postData).program);
    });
    await session.send("Network.emulateNetworkConditions", {
      offline: false, latency: 1000, downloadThroughput: -1, uploadThroughput: -1,
    });
    await clinician.page.locator(".item .summary").click();
    await clinician.fill("Note to the patient", "Left side first, and then the right one.");
    await clinician.page.waitForSelector(".over");
    const result = { told: await clinician.words(".over") };
    await clinician.settled();
    result.requests = requests.length;
    result.last = requests.at(-1).handout.sections[0].content[0].note;
    return { ...result, faults: await clinician.leave() };
  },

  /** What is wrong is told where it is, and the last good pages stay. */
  async mistakes() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.pick(["clamshell", "bridge"]);
    const before = await clinician.shown();
    await page.locator(".item:nth-child(2) .summary").click();
    await clinician.fill("Hold", "5");
    await page.waitForSelector(".field [aria-invalid=true]");
    const result = { told: (await clinician.words(".field .problems"))[0] };
    result.still = before === await clinician.shown();
    result.print = await page.$eval(".bar .main", (button) => button.disabled);
    await clinician.type(" s");
    await page.waitForFunction(() => !document.querySelector(".problems"));
    await clinician.settled();
    result.mended = (await clinician.words(".item.open .dose"))[0];
    await page.locator(".field.changed .reset").click();
    await clinician.settled();
    result.reset = before === await clinician.shown();
    const failing = (count) => page.waitForFunction((wanted) => document.querySelectorAll(".one-dose .problems li").length === wanted, {}, count);
    const label = (number, name) => page.locator(`[aria-label="Dose ${number}"] [id$="${name}"]`);
    await clinician.click("Add another dose");
    await clinician.settled();
    result.second = { printed: await page.$eval(".bar .main", (button) => !button.disabled) };
    await label(2, "reps").fill("AMRAP");
    await failing(1);
    result.second.words = (await clinician.words(".one-dose .problems"))[0];
    await label(2, "reps").fill("5");
    await failing(2);
    result.second.told = await page.$$eval(".one-dose", (all) => all.map((each) => each.querySelector(":scope > .problems").innerText));
    await label(1, "label").fill("In the morning");
    await failing(1);
    await label(2, "label").fill("In the evening");
    await failing(0);
    await clinician.settled();
    result.second.dose = await clinician.words(".item.open .summary .dose");
    return { ...result, faults: await clinician.leave() };
  },

  /** A file with markup in every text is opened, and shown as it is written. */
  async hostile() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    const markup = "<img src=x onerror=window.caught=1><script>window.caught=2</script>";
    const program = { patient: { name: markup }, note: markup, handout: { title: markup, sections: [{ heading: markup, content: [
      { use: "clamshell", note: markup, dosage: { load: markup } },
      { exercise: { name: markup, steps: [markup] } }, { points: [markup], label: markup },
    ] }] } };
    const path = join(folder, "hostile.yaml");
    await writeFile(path, JSON.stringify(program));
    const [chooser] = await Promise.all([page.waitForFileChooser(), clinician.click("Open…")]);
    await chooser.accept([path]);
    await page.waitForFunction(() => document.querySelectorAll(".item").length === 3);
    await clinician.settled();
    const result = { title: await page.$eval("#title", (field) => field.value), names: await clinician.words(".item .name") };
    result.caught = await page.evaluate(() => window.caught ?? null);
    await writeFile(path, "<html>");
    const [again] = await Promise.all([page.waitForFileChooser(), clinician.click("Open…")]);
    await again.accept([path]);
    await page.waitForSelector("[role=alert] .error");
    result.refused = (await clinician.words("[role=alert] .error"))[0];
    await clinician.click("Close");
    result.kept = (await page.$$(".item")).length;
    // The browser itself says that the server refused the file.
    const faults = (await clinician.leave()).filter((fault) => !/status of 422/.test(fault));
    return { ...result, faults };
  },

  /** An exercise, a handout and a letterhead of one's own. */
  async own() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.click("New exercise…");
    await clinician.fill("Name", "Toe taps");
    await clinician.fill("Step 1", "Tap your toes.\nRest.\n");
    await clinician.press("Backspace");
    await clinician.fill("Repetitions", "10");
    const picture = join(folder, "photo.png");
    await writeFile(picture, Buffer.from(await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } })));
    const noPicture = join(folder, "photo.heic");
    await writeFile(noPicture, "of a telephone");
    await (await page.$("dialog .photos input[type=file]")).uploadFile(noPicture);
    await page.waitForSelector("dialog [role=alert] .error");
    const unread = (await clinician.words("dialog [role=alert] .error"))[0];
    await (await page.$("dialog .photos input[type=file]")).uploadFile(picture);
    await clinician.fill("What photo 1 shows, for those who cannot see it", "A foot taps.");
    await clinician.click("Turn photo 1");
    await page.locator(".photo summary").click();
    await page.$eval(".photo input[type=range]", (top) => {
      top.value = 40;
      top.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const drawing = join(folder, "drawing.png");
    await writeFile(drawing, Buffer.from(await page.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
      canvas.getContext("2d").strokeRect(100, 50, 100, 100);
      return canvas.toDataURL().split(",")[1];
    }), "base64"));
    await (await page.$("dialog .steps li:nth-child(2) input[type=file]")).uploadFile(drawing);
    await clinician.fill("What the photo of step 2 shows, for those who cannot see it", "A foot rests.");
    await clinician.click("Save");
    await page.waitForFunction(() => !document.querySelector("dialog"));
    // A new exercise is picked at once.
    await page.waitForSelector(".item");
    await clinician.settled();
    const result = { unread, names: await clinician.words(".item .name") };
    const before = await clinician.shown();
    await page.locator(".item .summary").click();
    await clinician.click("Edit this exercise in your library…");
    await clinician.fill("Name", "Toe lifts");
    await clinician.click("Save");
    await page.waitForFunction((id) => !document.querySelector(`dialog, .page-tools a[href*="${id}"]`), {}, before);
    result.edited = await clinician.words(".item .name");
    await page.locator(".menu > summary").click();
    await clinician.click("As a handout of your library…");
    await clinician.click("Cancel");
    await page.waitForFunction(() => !document.querySelector("dialog"));
    result.focus = await page.evaluate(() => document.activeElement.innerText);
    await clinician.press("Enter");
    await clinician.click("As a handout of your library…");
    await clinician.click("Save");
    await page.waitForFunction(() => !document.querySelector("dialog"));
    await clinician.click("Ready handouts");
    result.handouts = await clinician.words(".row .name");
    await clinician.click("Edit letterhead…");
    await clinician.fill("Name of the clinic", "Hill Clinic");
    await clinician.fill("Address", "1 Mill Lane\nExampletown");
    await clinician.click("Save");
    await page.waitForFunction(() => !document.querySelector("dialog"));
    await clinician.settled();
    const letterhead = () => page.$$eval(".options select", (all) => [all.at(-1).value, all.at(-1).selectedOptions[0].innerText]);
    result.clinic = await letterhead();
    await clinician.click("Edit letterhead…");
    await clinician.fill("Name of the clinic", "The Hill Clinic");
    await clinician.click("Save");
    await page.waitForFunction(() => !document.querySelector("dialog"));
    result.renamed = await letterhead();
    return { ...result, faults: await clinician.leave() };
  },

  /** An exercise and eight ready handouts are added, and all that is in them opened. */
  async merged() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await page.locator(".card").click();
    await clinician.click("Ready handouts");
    const count = 8;
    for (let number = 0; number < count; number += 1) {
      await page.evaluate((each) => document.querySelectorAll(".rows .row")[each].click(), number);
      await page.waitForNetworkIdle({ idleTime: 100 });
    }
    await clinician.settled();
    const result = { errors: await clinician.words(".problems .error"), items: (await page.$$(".item")).length, nameless: [] };
    result.added = (await clinician.words(".row .name")).slice(0, count);
    result.headings = await page.$$eval(".section-head input[id$=heading]", (all) => all.map(({ value }) => value));
    result.begins = await clinician.words(".begins");
    result.stop = await page.$$eval("#stop, #stop\\.emergency", (all) => all.map(({ value }) => value.split("\n")));
    for (let number = 0; number < result.items; number += 1) {
      result.nameless.push(...await page.evaluate(async (each) => {
        document.querySelectorAll(".item .summary")[each].click();
        await new Promise(requestAnimationFrame);
        const item = document.querySelectorAll(".item")[each];
        return item.matches(".open") && item.querySelector(".name").innerText ? [] : [item.innerHTML];
      }, number));
    }
    result.longer = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    result.unreviewed = await clinician.words(".effort");
    result.sections = await page.$$eval(".section", (all) => all.length);
    return { ...result, faults: await clinician.leave() };
  },

  /** A click on a page opens what stands there; the handle drags. */
  async pointer() {
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.pick(["clamshell", "bridge"]);
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await page.$eval(".sheets", (sheets) => sheets.scrollTo(0, 0));
    const sheet = await (await page.$(".sheet")).boundingBox();
    await page.mouse.click(sheet.x + sheet.width / 2, sheet.y + sheet.height * 0.7);
    await page.waitForSelector(".item.open");
    const result = { opened: (await clinician.words(".item.open .name"))[0] };
    await page.locator(".item.open .summary").click();
    const handle = await (await page.$(".item:nth-child(1) .handle")).boundingBox();
    const last = await (await page.$(".item:nth-child(2)")).boundingBox();
    await page.mouse.move(handle.x + 8, handle.y + 8);
    await page.mouse.down();
    await page.mouse.move(last.x + 8, last.y + last.height, { steps: 5 });
    await page.mouse.up();
    result.dragged = await clinician.words(".item .name");
    await clinician.search("bird dog");
    const card = await (await page.waitForSelector(".card[data-entry=bird-dog]")).boundingBox();
    const first = await (await page.$(".item:nth-child(1)")).boundingBox();
    await page.mouse.move(card.x + 20, card.y + 20);
    await page.mouse.down();
    await page.mouse.move(first.x + 20, first.y + 2, { steps: 5 });
    await page.mouse.up();
    result.added = await clinician.words(".item .name");
    return { ...result, faults: await clinician.leave() };
  },

  /** On a phone, one pane at a time. */
  async phone() {
    const clinician = await Clinician.enter({ width: 390, height: 844, hasTouch: true, isMobile: true });
    const { page } = clinician;
    await clinician.pick(["wall sit"]);
    const visible = () => page.$$eval(".pane", (all) =>
      all.filter((each) => each.checkVisibility()).map((each) => each.querySelector("h2").innerText));
    const panes = [];
    for (const name of ["Programme", "Pages", "Library"]) {
      await page.locator(`.tabs ::-p-text(${name})`).click();
      panes.push(...await visible());
    }
    await page.locator(".tabs ::-p-text(Pages)").click();
    await clinician.settled();
    await page.locator(".sheet").click();
    await page.waitForSelector(".item.open");
    panes.push(...await visible());
    return { panes, faults: await clinician.leave() };
  },

  /** A finger drags by the handle. */
  async touch() {
    const clinician = await Clinician.enter({ width: 390, height: 844, hasTouch: true, isMobile: true });
    const { page } = clinician;
    for (const number of [1, 2]) await page.locator(`.cards li:nth-child(${number}) .card`).click();
    await page.locator(".tabs ::-p-text(Programme)").click();
    const result = { before: await clinician.words(".item .name") };
    const handle = await (await page.$(".item:nth-child(1) .handle")).boundingBox();
    const last = await (await page.$(".item:nth-child(2)")).boundingBox();
    const finger = await page.touchscreen.touchStart(handle.x + 8, handle.y + 8);
    for (const part of [0.25, 0.5, 0.75, 1]) await finger.move(handle.x + 8, handle.y + 8 + part * (last.y + last.height - handle.y));
    await finger.end();
    result.after = await clinician.words(".item .name");
    return { ...result, faults: await clinician.leave() };
  },

  /** A phone reads the code and fetches the page. */
  async code() {
    if (!PHONES.length) return { isAlone: true, faults: [] };
    const clinician = await Clinician.enter();
    const { page } = clinician;
    await clinician.pick(["clamshell"]);
    await page.locator(".menu > summary").click();
    await clinician.click("To the patient's phone (QR code)…");
    const code = await page.waitForSelector("dialog .code");
    const result = { url: (await clinician.words("dialog code"))[0], violations: await clinician.check("code") };
    await code.screenshot({ path: join(folder, "code.png") });
    result.fetched = await (await fetch(result.url)).text();
    await clinician.click("Close");
    result.focus = await page.evaluate(() => document.activeElement.innerText);
    result.page = await clinician.saved(async () => {
      await page.locator(".menu > summary").click();
      await clinician.click("Page for a phone (HTML)");
    });
    return { ...result, faults: await clinician.leave() };
  },

  /** A programme is picked, changed and printed at 200 and 400 percent, with mouse and keys. */
  async enlarged() {
    const found = { sent: [], doses: [], covered: [], beside: [], sign: [], faults: [] };
    for (const [width, height] of [[720, 450], [320, 256]]) {
      const clinician = await Clinician.enter({ width, height });
      const { page } = clinician;
      const pane = (name) => page.locator(`.tabs ::-p-text(${name})`).click();
      await clinician.search("bridge");
      await clinician.press("Enter");
      found.sign.push(await page.evaluate(() => {
        const [box, sign] = [".search-box", ".search-box .icon"].map((each) => document.querySelector(each).getBoundingClientRect());
        return sign.top >= box.top && sign.bottom <= box.bottom;
      }));
      await pane("Programme");
      await page.locator(".item .summary").click();
      await clinician.click("More: Sets");
      await pane("Pages");
      await clinician.settled();
      found.doses.push((await page.$$eval(".item .dose", (all) => all[0].textContent)));
      for (const name of ["Library", "Programme", "Pages"]) {
        await pane(name);
        await page.evaluate(() => document.querySelector(".bar button").focus());
        for (let count = 0; count < 60; count += 1) {
          await page.keyboard.press("Tab");
          found.covered.push(...await page.evaluate(() => {
            const { activeElement } = document;
            const { left, top, width: wide, height: high } = activeElement.getBoundingClientRect();
            const y = Math.max(top, 0) + Math.min(high, 20) / 2;
            const seen = document.elementFromPoint(left + Math.min(wide, 20) / 2, y);
            return activeElement === document.body || activeElement.contains(seen) || seen?.contains(activeElement)
              ? [] : [`${innerWidth}: ${activeElement.outerHTML.slice(0, 120)} by ${seen?.outerHTML.slice(0, 60)}`];
          }));
        }
      }
      await page.locator(".menu > summary").click();
      found.beside.push(...await page.$$eval(".menu li > *", (all) => all
        .map((each) => [each.getBoundingClientRect(), each.innerText])
        .filter(([{ left, right }]) => left < 0 || right > innerWidth).map(([, words]) => `${innerWidth}: ${words}`)));
      await page.keyboard.press("Escape");
      await clinician.click("Print");
      await page.waitForFunction(() => window.sentToPrinter);
      found.sent.push(await page.evaluate(() => window.sentToPrinter.includes("/api/documents/")));
      found.faults.push(...await clinician.leave());
    }
    return found;
  },

  /** Nothing is beside the window at 100, 200 and 400 percent, with long names and many exercises. */
  async zoom() {
    const found = { wider: [], faults: [] };
    const long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen ".repeat(2);
    for (const [width, height] of [[1440, 900], [1024, 768], [720, 450], [390, 844], [320, 225]]) {
      const clinician = await Clinician.enter({ width, height });
      const { page } = clinician;
      const content = [
        { exercise: { name: long, steps: [long] } }, { points: [long], label: long },
        ...Array(28).fill({ use: "clamshell", note: long }),
      ];
      await page.evaluate((program) => {
        window.name = "";
        sessionStorage.setItem("handout", JSON.stringify({ program, open: ["handout", "sections", 0, "content", 3] }));
      }, { patient: { name: long }, handout: { title: `تمارين ${long}`, sections: [{ heading: long, content }] } });
      // What the page keeps when it is left would replace it.
      await page.evaluate(() => { sessionStorage.setItem = () => {}; });
      await page.reload();
      await page.waitForSelector(".item");
      for (const button of [null, ...await page.$$(".tabs button")]) {
        await button?.evaluate((each) => each.click());
        await pause(150);
        const wide = await page.evaluate(() => [document.scrollingElement, ...document.querySelectorAll(".pane")]
          .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
          .map((each) => `${each.className || "page"} by ${each.scrollWidth - each.clientWidth}`));
        found.wider.push(...wide.map((each) => `${width}: ${each}`));
      }
      found.faults.push(...await clinician.leave());
    }
    return found;
  },

  /** Every state of the page, by axe. */
  async accessible() {
    const found = { states: [], violations: [], faults: [] };
    const sizes = [[1440, 900], [1024, 768], [390, 844]].flatMap((size) => [[...size, "light"], [...size, "dark"]]);
    for (const [width, height, scheme] of sizes) {
      const clinician = await Clinician.enter({ width, height, scheme });
      const { page } = clinician;
      const state = async (name) => {
        found.states.push(`${width} ${scheme} ${name}`);
        found.violations.push(...await clinician.check(found.states.at(-1)));
      };
      const click = (selector) => page.$eval(selector, (element) => element.click());
      const tab = (number) => width < 1180 && click(`.tabs button:nth-child(${number})`);
      await state("empty");
      for (const number of [1, 4]) await click(`.cards li:nth-child(${number}) .card`);
      await click(".filters > summary");
      await clinician.settled();
      await state("library");
      await click(".segments button:nth-child(3)");
      await state("blocks");
      await click(".rows li:nth-child(7) .row");
      await tab(2);
      await click(".head summary");
      await state("block open");
      await click(".item .summary");
      await click(".dosage details summary");
      const hold = await page.$(".stepper input");
      await hold.type("?");
      await page.waitForSelector("[aria-invalid=true]");
      await pause(1300);
      await state("mistake");
      await click(".menu > summary");
      await tab(3);
      await state("menu");
      await click(".segments button:nth-child(1)");
      for (const [name, opener] of [["handout", ".menu li:last-child button"], ["letterhead", ".options button"], ["exercise", ".library .wide"]]) {
        await click(opener);
        await page.waitForSelector("dialog");
        await state(`dialog ${name}`);
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => !document.querySelector("dialog"));
      }
      found.faults.push(...await clinician.leave());
    }
    return found;
  },
};

const results = {};
/** The session that is going on; what it saves is in a folder of its own. */
let running;
for (const name of sessions ?? Object.keys(SESSIONS)) {
  const begun = performance.now();
  running = name;
  results[name] = await SESSIONS[name]().catch((error) => ({ failed: error.stack, faults: [] }));
  results[name].took = (performance.now() - begun) / 1000;
}
await browser.close();
await server.stop();
console.log(JSON.stringify(results));
