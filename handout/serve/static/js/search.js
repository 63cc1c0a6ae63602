// Find entries by what a person types, with mistakes, and by properties.
import MiniSearch from "../vendor/minisearch.mjs";

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
    extractField: (entry, field) =>
      (Array.isArray(entry[field]) ? entry[field].join(" ") : entry[field] ?? ""),
    searchOptions: {
      boost: { name: 4, aliases: 3, regions: 2 },
      prefix: true,
      fuzzy: (word) => (word.length > 3 ? 0.25 : 0),
      combineWith: "AND",
    },
  });
  index.addAll(entries);
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  return (words) => (words.trim() ? index.search(words).map(({ id }) => known.get(id)) : entries);
}

/** Return the entries that have every chosen value. */
export function filtered(entries, chosen) {
  return entries.filter((entry) => Object.entries(chosen).every(([name, values]) =>
    !values.length || values.some((value) => FILTERS[name](entry).includes(value))));
}

/** Return how many entries have each value of a property, the most first. */
export function counts(entries, name) {
  const found = new Map();
  for (const entry of entries) {
    for (const value of FILTERS[name](entry)) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return [...found].sort(([one, many], [other, more]) => more - many || one.localeCompare(other));
}
