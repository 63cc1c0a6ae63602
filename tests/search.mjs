// Search the library of the clinician's page and print the ids found for each text, best first.
// Standard input: {library, asked}, the library as the page's server gives it.
import { text } from "node:stream/consumers";
import { makeSearch } from "../handout/serve/static/js/search.js";

const { library, asked } = JSON.parse(await text(process.stdin));
const search = makeSearch({ entries: library.entries, handouts: library.handouts });
const ids = (found) => Object.fromEntries(Object.entries(found).map(([kind, things]) => [kind, things.map(({ id }) => id)]));
console.log(JSON.stringify(Object.fromEntries(asked.map((words) => [words, ids(search(words))]))));
