// Use the clinician's page in a headless Firefox, over WebDriver BiDi, and print what was found as JSON.
// Standard input: {python, folder}. What is printed and saved is in the folder.
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const { python, folder } = JSON.parse(await text(process.stdin));
const command = ["-m", "handout", "serve", "--no-open", "--port", "0", "--content", folder];
const env = { ...process.env, XDG_STATE_HOME: join(folder, "state") };
const server = spawn(python, command, { env, stdio: ["ignore", "pipe", "inherit"] });
const said = await new Promise((heard) => { server.stdout.once("data", (data) => heard(`${data}`)); });
const [address] = /http:\S+/.exec(said);

const PRINTER = "print.printer_Mozilla_Save_to_PDF";
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.argv[2],
  extraPrefsFirefox: {
    "browser.download.folderList": 2,
    "browser.download.dir": folder,
    // A panel above the page would have the focus.
    "browser.download.alwaysOpenPanel": false,
    // Print into a file without asking.
    "print.always_print_silent": true,
    print_printer: "Mozilla Save to PDF",
    [`${PRINTER}.print_to_file`]: true,
    [`${PRINTER}.print_to_filename`]: join(folder, "printed.pdf"),
  },
});
const page = await browser.newPage();
const faults = [];
page.on("console", (message) => { if (["error", "warn"].includes(message.type())) faults.push(message.text()); });
page.on("pageerror", (error) => faults.push(error.message));
page.on("dialog", (dialog) => dialog.accept());
await page.setViewport({ width: 1440, height: 900 });

const words = (selector) => page.$$eval(selector, (all) => all.map((each) => each.innerText));
const click = async (selector) => (await page.waitForSelector(selector)).click();
const press = async (...keys) => {
  for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
  await page.keyboard.press(keys.at(-1));
  for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key);
};
const settled = () => page.waitForSelector(".sheets[aria-busy=false] .sheet img");
const change = async (...keys) => { await press(...keys); await settled(); };
/** Wait for a file to be there. */
const written = async (name) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await access(join(folder, name)).then(() => true, () => false)) return name;
    await pause(100);
  }
  throw new Error(`${name} is not written.`);
};

const result = { faults };
try {
  await page.goto(address);
  await page.waitForSelector(".card");
  await press("/");
  for (const name of ["clamshell", "brigde", "heel raise", "sit to stand", "wall sit"]) {
    await page.keyboard.type(name);
    await press("Enter");
  }
  await settled();
  result.picked = await words(".item .name");
  await click(".item:nth-child(2) .summary");
  await click('.item.open [aria-label="More: Sets"]');
  await click(".item:nth-child(3) .summary");
  const field = await page.waitForSelector('.item.open ::-p-xpath(.//label[starts-with(., "Repetitions")]/following::input[1])');
  await field.click();
  await press("Control", "a");
  await page.keyboard.type("until tired");
  await settled();
  result.doses = await words(".item .dose");
  await click(".item.open .summary");
  const handle = await (await page.$(".item:nth-child(1) .handle")).boundingBox();
  const third = await (await page.$(".item:nth-child(3)")).boundingBox();
  await page.mouse.move(handle.x + 8, handle.y + 8);
  await page.mouse.down();
  await page.mouse.move(handle.x + 8, third.y + third.height - 2, { steps: 6 });
  await page.mouse.up();
  await settled();
  result.dragged = await words(".item .name");
  await change("Control", "z");
  result.undone = await words(".item .name");
  await change("Control", "Shift", "z");
  await page.evaluate(() => document.querySelector(".library .wide").click());
  await page.waitForSelector("dialog");
  await press("Escape");
  await page.waitForSelector("dialog", { hidden: true });
  await press("Control", "s");
  result.program = await written("exercises-for-you.yaml");
  await press("Control", "p");
  result.printed = await written("printed.pdf");
  await page.reload();
  await settled();
  result.again = await words(".item .name");
} finally {
  await browser.close();
  server.kill();
}
console.log(JSON.stringify(result));
