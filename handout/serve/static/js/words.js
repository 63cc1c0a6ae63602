// The words of the page, from the catalogue of one language.
let words = {};
let plurals = new Intl.PluralRules("en");

/** Load the catalogue of a language. */
export async function loadWords(language) {
  const answer = await fetch(`/static/words/${language}.json`);
  words = await answer.json();
  plurals = new Intl.PluralRules(language);
}

/**
 * Return the words of a key, with values in place of their names in braces.
 * A message with plural forms takes the one that fits the value called `count`.
 */
export function say(key, values = {}) {
  const message = words[key];
  if (message === undefined) return key;
  const form = typeof message === "string" ? message
    : message[plurals.select(values.count)] ?? message.other;
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Return whether there are words of a key. */
export const hasWords = (key) => key in words;
