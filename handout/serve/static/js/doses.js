// The dosage of an item: the library's, with what is changed for this patient laid over it.

/** Fields that tell several doses apart. */
export const NAME_FIELDS = ["label", "phase"];
/** Fields that are always shown, and those behind "more". */
export const MAIN_FIELDS = ["sets", "reps", "hold", "per_day", "rest", "load"];
export const CHIP_FIELDS = ["frequency", "side"];
export const MORE_FIELDS = [
  "duration", "distance", "pause", "tempo", "pace", "intensity", "limit", "times", "weeks", "text",
];

/** What a stepper starts from, and the unit it writes. */
const STARTS = { sets: "2", reps: "10", hold: "5 s", rest: "30 s", per_day: "1" };
const STEPS = { hold: 5, rest: 10 };

/** Return a dosage as a list of doses. */
export const dosesOf = (dosage) => (Array.isArray(dosage) ? dosage : [dosage ?? {}]);

/** Return the doses of an entry with changes laid over them. */
export function laidOver(dosage, changes) {
  if (changes === undefined) return dosesOf(dosage);
  if (Array.isArray(changes)) return changes;
  if (Array.isArray(dosage) && dosage.length > 1) return dosage;
  return [{ ...dosesOf(dosage)[0], ...changes }];
}

/**
 * Return the changes that give a dose's field a value; undefined if nothing is changed any more.
 * An empty value takes the library's own away.
 */
export function withField(dosage, changes, number, name, value) {
  const doses = laidOver(dosage, changes);
  const single = !Array.isArray(changes) && dosesOf(dosage).length === 1;
  if (!single) {
    return doses.with(number, without({ ...doses[number], [name]: value }));
  }
  const known = text(dosesOf(dosage)[0][name]);
  const { [name]: _, ...others } = changes ?? {};
  const next = value === known ? others : { ...others, [name]: value };
  return Object.keys(next).length ? next : undefined;
}

const without = (dose) => Object.fromEntries(Object.entries(dose).filter(([, value]) => value !== ""));

/** Return the one side that doses are for, left or right; undefined if they are for any other. */
export function sideOf(doses) {
  const [side, ...others] = new Set(doses.map((dose) => text(dose.side)));
  return others.length ? undefined : /^(?:(?:the|your) )?(left|right)(?! then)\b/i.exec(side)?.[1].toLowerCase();
}

/** Return the value of a field as it is typed. */
export const text = (value) => (Array.isArray(value) ? value.join(", ") : value ?? "");

/** Return an amount one step up or down: each of its numbers, so that a range stays one. */
export function stepped(name, value, direction) {
  const step = STEPS[name] ?? 1;
  if (!/\d/.test(value)) return direction > 0 ? STARTS[name] : value;
  return value.replace(/\d+/g, (number) => String(Math.max(1, Number(number) + direction * step)));
}

export const hasStepper = (name) => name in STARTS;
