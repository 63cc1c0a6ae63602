// What the program says of mistakes, in the words of the page: labels instead of names in files.
import { LANGUAGES } from "./options.js";
import { store } from "./store.js";
import { hasWords, say } from "./words.js";

/** Fields whose labels are called like themselves. */
const PLAIN = ["title", "subtitle", "intro", "note", "goals", "date", "next_visit", "name", "steps", "stop"];
/** Fields whose labels are called otherwise. */
const OTHERS = { phase: "section.phase", weeks: "log", by: "log.by" };

/** What the page has other advice for, and what that is called. */
const ADVICE = [
  [/^this dose does not say/, "told.amount"],
  [/^each of several doses needs a name/, "told.named"],
  [/^two doses have/, "told.renamed"],
  [/^'reps' must be a number/, "told.reps"],
];

/** Return a problem in the words of the page; one with a place in a file is for who writes files. */
export function told(problem) {
  const { message, place, path, form } = problem;
  let { hint } = problem;
  if (place) return problem;
  const left = /^not translated into '(.+)': (.+)$/.exec(message);
  if (left) {
    const names = left[2].split(", ").map((id) => store.library?.entries.find((entry) => entry.id === id)?.name ?? id);
    const values = { language: LANGUAGES.of(left[1]), names: names.join(", ") };
    return { ...problem, message: say("told.untranslated", values), hint: say("told.untranslated.hint") };
  }
  const advice = ADVICE.find(([pattern]) => pattern.test(message));
  const label = (key) => labelOf(key, groupsOf(path ?? [], form));
  if (advice) hint = say(advice[1]);
  else if (hint) hint = hintIn(hint, label);
  return { ...problem, message: message.replace(/'(\w+)'/g, (whole, key) => quoted(label(key)) ?? whole), hint };
}

/** Return the beginnings of the labels of the fields around a place. */
function groupsOf(path, form) {
  if (form) return [form, "dose"];
  if (path.includes("dosage")) return ["dose"];
  if (path.includes("content")) return ["block"];
  return [path[0] === "handout" ? path.slice(1, 3).join(".") : path[0], path[1]];
}

function labelOf(key, groups) {
  const keys = [key === "signs" && groups[0], ...groups.map((group) => `${group}.${key}`), ...PLAIN.filter((plain) => plain === key), OTHERS[key]];
  const known = keys.find((each) => each && hasWords(each));
  // What follows a comma says how to fill it in.
  return known && say(known).split(",")[0];
}

/** Return a hint without the signs of files and options of the command line. */
function hintIn(hint, label) {
  return hint
    .replace(/; [^;]*--.*$/, "")
    .replace(/\[…\]/g, "…")
    .replace(/\[([^\]]+)\]/g, "'$1'")
    .replace(/[{}]/g, "")
    .replace(/^write (?='?[a-z_]+: …)/, say("told.fill"))
    .replace(/'([a-z_]+): ([^']+)'|\b([a-z_]+): ([\w-]+|…)/g, (whole, first, form, second, short) => {
      const [name, value] = [label(first ?? second), form ?? short];
      if (!name) return whole;
      return value === "…" ? quoted(name) : say("told.at", { value, label: name });
    });
}

const quoted = (label) => label && `'${label}'`;
