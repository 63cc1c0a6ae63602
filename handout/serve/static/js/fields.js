// Programs are plain fields that never change: each edit makes a new one that shares the rest.

/** Return the value at a path of keys and indices, or undefined. */
export function at(value, path) {
  return path.reduce((inner, key) => inner?.[key], value);
}

/** Return a value with another one at a path; undefined removes what is there. */
export function withAt(value, path, inner) {
  const [key, ...rest] = path;
  if (path.length === 0) return inner;
  const next = withAt(value?.[key], rest, inner);
  if (Array.isArray(value)) {
    return next === undefined ? value.toSpliced(key, 1) : value.with(key, next);
  }
  const { [key]: _, ...others } = value ?? {};
  if (next === undefined) return others;
  // A known field keeps its place.
  return value && key in value ? { ...value, [key]: next } : { ...others, [key]: next };
}

/** Return the path of the smallest part that has all differences of two values, or null. */
export function difference(before, after, path = []) {
  if (before === after) return null;
  if (!alike(before, after)) return path;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => before[key] !== after[key]);
  if (changed.length !== 1) return changed.length ? path : null;
  const key = Array.isArray(after) ? Number(changed[0]) : changed[0];
  return difference(before[key], after[key], [...path, key]);
}

/** Return whether two values are lists of the same length, or both fields. */
function alike(one, other) {
  if (typeof one !== "object" || typeof other !== "object") return false;
  return Array.isArray(one) === Array.isArray(other) && (!Array.isArray(one) || one.length === other.length);
}

/** Return whether two values of plain fields are equal. */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Return whether a path begins with another one. */
export const isWithin = (path, outer) => outer.every((key, index) => path[index] === key);

/** Return a path as text, for keys of elements. */
export const keyOf = (path) => path.join(".");
