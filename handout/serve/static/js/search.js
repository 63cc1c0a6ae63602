// Find entries by what a person types, with mistakes, and by properties.
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

/** Return a function that gives the entries for some words, the best first. */
export function makeSearch(entries) {
  const index = new MiniSearch({
    fields: ["name", "aliases", "regions", "muscles", "equipment", "position", "summary"],
    extractField: (entry, field) => wordsOf(entry, field),
    searchOptions: {
      boost: { name: 4, aliases: 3, regions: 2 },
      prefix: true,
      combineWith: "AND",
    },
  });
  const mistyped = { fuzzy: (word) => (word.length < 3 ? 0 : word.length < 6 ? 1 : 2) };
  index.addAll(entries);
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  return (words) => {
    if (!words.trim()) return entries;
    const found = index.search(words);
    // Only what is found by no right word may be a mistake.
    return (found.length ? found : index.search(words, mistyped)).map(({ id }) => known.get(id));
  };
}

/** Return the words of a field; terms also in the words that the page has for them. */
function wordsOf(entry, field) {
  const value = entry[field] ?? "";
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
