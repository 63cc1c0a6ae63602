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

/** Return whether two values of plain fields are equal. */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Return whether a path begins with another one. */
export const isWithin = (path, outer) => outer.every((key, index) => path[index] === key);

/** Return a path as text, for keys of elements. */
export const keyOf = (path) => path.join(".");
