// Find what can be picked by what a person types, with mistakes, and entries by properties.
import MiniSearch from "../vendor/minisearch.mjs";
import { hasWords, say } from "./words.js";

/** The properties to filter by, each with the values that an entry has. */
export const FILTERS = {
  region: (entry) => entry.regions,
  position: (entry) => [entry.position].filter(Boolean),
  equipment: (entry) => (entry.equipment.length ? entry.equipment : ["none"]),
  difficulty: (entry) => [entry.difficulty].filter(Boolean),
  kind: (entry) => [entry.kind],
};

/** The fields in which each kind of thing is found, and how much a word in one of them counts. */
const WEIGHTS = {
  entries: { name: 4, aliases: 3, regions: 2, muscles: 1, equipment: 1, position: 1, summary: 1, found_by: 0.5 },
  handouts: { title: 3, subtitle: 2, id: 2, entries: 1, found_by: 0.5 },
  blocks: { title: 2, meaning: 1 },
};

/**
 * Return a function that gives the things of each kind for some words, the best first.
 * Only words that find nothing of any kind may be a mistake.
 */
export function makeSearch(things) {
  const kinds = Object.keys(things);
  const searches = new Map(kinds.map((kind) => [kind, makeSearchOf(kind, things[kind])]));
  const search = (words, guess) => Object.fromEntries(kinds.map((kind) => [kind, searches.get(kind)(words, guess)]));
  return (words) => {
    const found = search(words, false);
    return kinds.some((kind) => found[kind].length) ? found : search(words, true);
  };
}

function makeSearchOf(kind, things) {
  const known = new Map(things.map((thing) => [thing.id ?? thing.key, thing]));
  const index = new MiniSearch({
    fields: Object.keys(WEIGHTS[kind]),
    idField: "known",
    extractField: ([id, thing], field) => (field === "known" ? id : wordsOf(thing, field)),
    searchOptions: { boost: WEIGHTS[kind], prefix: true, combineWith: "AND" },
  });
  index.addAll([...known]);
  return (words, guess) => {
    if (!words.trim()) return things;
    const found = guess ? index.search(...mistyped(words, index)) : index.search(words);
    const best = found.map(({ id }) => known.get(id));
    // 'Heel raise' is meant before 'Seated heel raise'.
    return best.sort((one, other) => isNamed(other, words) - isNamed(one, words));
  };
}

/** Return whether words are all of a thing's name, in one number or the other. */
function isNamed({ name, title }, words) {
  return singular(name ?? title ?? "") === singular(words);
}

const singular = (words) => words.trim().replace(/\s+/g, " ").toLowerCase().replace(/s$/, "");

/**
 * Return a query, with its options, for words with a letter or two wrong, or two letters in each
 * other's place. Only a word that nothing has may be a mistake, and what is meant begins as it does:
 * with the same letter, and a long word with the same two, for adduction is no mistake for abduction.
 */
function mistyped(words, index) {
  const wrong = words.trim().toLowerCase().split(/\s+/).filter((word) => !index.search(word).length);
  const queries = words.trim().split(/\s+/).map((word) => (wrong.includes(word.toLowerCase())
    ? { combineWith: "OR", queries: [{ queries: [word], fuzzy: mistakes(word) }, ...swapped(word)] }
    : word));
  const begins = wrong.map((word) => word.slice(0, word.length < 6 ? 1 : 2));
  const filter = ({ terms }) => begins.every((letters) => terms.some((term) => term.startsWith(letters)));
  return [{ combineWith: "AND", queries }, { filter }];
}

/** The letters of a word that may be wrong. */
const mistakes = ({ length }) => (length < 3 ? 0 : length < 6 ? 1 : 2);

/** Return what a word may be if two letters next to each other changed places. */
function swapped(word) {
  const letters = [...word];
  return letters.slice(1).map((letter, place) => letters.with(place, letter).with(place + 1, letters[place]).join(""));
}

/** Return the words of a field; terms also in the words that the page has for them. */
function wordsOf(thing, field) {
  const value = thing[field] ?? "";
  if (Array.isArray(value)) return value.join(" ");
  return field === "position" && hasWords(`value.${value}`) ? `${value} ${say(`value.${value}`)}` : value;
}

/** Return the entries that have a chosen value of every property, except of one. */
export function filtered(entries, chosen, except) {
  return entries.filter((entry) => Object.entries(chosen).every(([name, values]) =>
    name === except || !values.length || values.some((value) => FILTERS[name](entry).includes(value))));
}

/** Return how many entries each value of a property would show, the most first. */
export function counts(entries, chosen, name) {
  const found = new Map((chosen[name] ?? []).map((value) => [value, 0]));
  for (const entry of filtered(entries, chosen, name)) {
    for (const value of FILTERS[name](entry)) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return [...found].sort(([one, many], [other, more]) => more - many || one.localeCompare(other));
}
