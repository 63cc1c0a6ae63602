// What can be done to a program: its sections and their items.
import { at, withAt } from "./fields.js";
import { say } from "./words.js";

export const SECTIONS = ["handout", "sections"];

/** Return a program in which nothing is picked yet. */
export function emptyProgram(title) {
  return { handout: { title, sections: [{ content: [] }] } };
}

/** Return the items of all sections with their paths. */
export function itemsOf(program) {
  return program.handout.sections.flatMap((section, number) =>
    section.content.map((item, place) => ({ item, path: [...SECTIONS, number, "content", place] })));
}

/** Return the id of the entry that an item uses; undefined for blocks and own exercises. */
export const usedBy = (item) => (typeof item === "string" ? item : item.use);

/** Return the changes of an item to the entry that it uses. */
export function changesOf(item) {
  if (typeof item === "string") return {};
  const { use: _, ...changes } = item;
  return changes;
}

/** Return an item that uses an entry with changes. */
export function use(id, changes) {
  return Object.keys(changes).length ? { use: id, ...changes } : id;
}

/** Return a program with an item inserted at a path. */
export function inserted(program, path, item) {
  const place = path.at(-1);
  const list = path.slice(0, -1);
  return withAt(program, list, at(program, list).toSpliced(place, 0, item));
}

/** Return a program with an item moved to where another one is, and the path that it has then. */
export function moved(program, from, to) {
  const item = at(program, from);
  const without = withAt(program, from, undefined);
  const same = from.slice(0, -1).every((key, index) => key === to[index]);
  const place = same && to.at(-1) > from.at(-1) ? to.at(-1) - 1 : to.at(-1);
  const target = [...to.slice(0, -1), place];
  return { program: inserted(without, target, item), path: target };
}

/** Return where an item goes one step up or down, also into the next section; or null. */
export function nextPlace(program, path, step) {
  const [, , number, , place] = path;
  const sections = program.handout.sections;
  const to = place + step;
  if (to >= 0 && to < sections[number].content.length) {
    return [...SECTIONS, number, "content", step > 0 ? to + 1 : to];
  }
  const other = number + step;
  if (!sections[other]) return null;
  return [...SECTIONS, other, "content", step > 0 ? 0 : sections[other].content.length];
}

const isBlank = (section) =>
  !section.content.length && !section.heading && !section.phase && !section.intro;

/**
 * Return a program with all that another one's handout says after its own. A handout that is not
 * the first begins with its title and its introduction, so that it is seen what is of which.
 */
export function merged(program, other) {
  const { stop_if: _, reviewed: __, ...own } = program.handout;
  const next = other.handout;
  const kept = own.sections.filter((section) => !isBlank(section));
  const sections = kept.length ? [...kept, ...asPart(next)] : next.sections;
  // Nobody has reviewed the two of them together.
  const handout = kept.length ? { ...own, sections } : { ...next, ...typed(own, next), sections };
  // A log without weeks is for the phases of its own handout only.
  if (kept.length && !own.log && next.log?.weeks) handout.log = next.log;
  const { stop_if: ___, ...rest } = handout;
  return { ...program, handout: withoutEmpty({
    ...rest,
    stop: stopOf(program.handout, next),
    sources: united(own.sources ?? [], next.sources ?? []),
  }) };
}

/** Return the sections of a handout as a part of another one, with all that is around them. */
function asPart({ title, intro, tip, summary, sections }) {
  const before = intro ? [{ text: intro }] : [];
  const after = [tip && { box: { kind: "tip", ...tip } }, summary && { text: summary }].filter(Boolean);
  const [first, ...others] = sections;
  const isNamed = first.heading || first.phase;
  const parts = isNamed
    ? [{ heading: title, content: before }, ...sections]
    : [{ ...first, heading: title, content: [...before, ...first.content] }, ...others];
  const last = parts.at(-1);
  return [...parts.slice(0, -1), { ...last, content: [...last.content, ...after] }];
}

/** Return what somebody has typed before the first handout came. */
function typed({ title, intro, sections: _, ...own }, next) {
  return {
    ...own,
    title: [undefined, "", say("new.title")].includes(title) ? next.title : title,
    intro: [intro, next.intro].filter(Boolean).join("\n\n"),
  };
}

/** Return when to stop by two handouts: all signs of both, and otherwise what the first one says. */
function stopOf(...handouts) {
  const [one = {}, other = {}] = handouts.map(({ stop, stop_if: signs }) => stop ?? (signs && { signs }));
  const emergency = { ...other.emergency, ...one.emergency, signs: unitedSigns(one.emergency, other.emergency) };
  return { ...other, ...one, signs: unitedSigns(one, other), emergency: emergency.signs.length ? emergency : "" };
}

const unitedSigns = (one, other) => united(one?.signs ?? [], other?.signs ?? []);

function united(one, other) {
  const known = new Set(one.map((item) => JSON.stringify(item)));
  return [...one, ...other.filter((item) => !known.has(JSON.stringify(item)))];
}

/** Return a program as it is written: without fields and lines that were left empty. */
export function written(program) {
  const sections = program.handout.sections.map(({ content, ...section }) =>
    ({ ...withoutEmpty(section), content: content.map(writtenItem) }));
  return withoutEmpty({ ...program, handout: { ...program.handout, sections } });
}

/** Return an item without what is empty in it; one that is empty as a whole says so itself. */
function writtenItem(given) {
  if (typeof given === "string") return given;
  const item = withFilledDoses(given);
  const even = item.table ? { ...item, table: { ...item.table, rows: evenRows(item.table) } } : item;
  const fields = withoutEmpty(even) ?? {};
  const missing = Object.entries(item).filter(([key]) => key !== "label" && key !== "note" && !(key in fields));
  return Object.keys(fields).some((key) => key !== "label") ? fields
    : { ...fields, ...Object.fromEntries(missing) };
}

/** Return an item without doses at the end in which nothing is said yet. */
function withFilledDoses(item) {
  const kind = ["exercise", "stretch"].find((each) => item[each]);
  if (kind) return { ...item, [kind]: withFilledDoses(item[kind]) };
  if (!Array.isArray(item.dosage)) return item;
  const last = item.dosage.findLastIndex((dose) => withoutEmpty(dose));
  return { ...item, dosage: item.dosage.slice(0, Math.max(last, 0) + 1) };
}

/** Return the rows of a table, each with a cell for every column that has a heading. */
export function evenRows({ columns, rows }) {
  const count = columns.filter((column) => column.trim()).length;
  return rows.map((row) => Array.from({ length: count }, (_, place) => row[place] ?? ""));
}

/** Return a value without fields and lines that were left empty; undefined if nothing is left. */
export function withoutEmpty(value, name) {
  // An empty field of a dose takes away the library's; an empty cell is for handwriting.
  if (AS_WRITTEN.includes(name)) return value;
  if (typeof value === "string") return value.trim() ? value : undefined;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, withoutEmpty(inner, key)])
    .filter(([, inner]) => inner !== undefined);
  if (!kept.length) return undefined;
  return Array.isArray(value) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
}

const AS_WRITTEN = ["dosage", "rows", "content"];
