import type { Change } from '../api/types.ts';

const plain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, i) => same(each, b[i]));
  }
  if (plain(a) && plain(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
      same(a[key], b[key]),
    );
  }
  return false;
};

/** The fields in which two values differ, each by its path; lists are compared as a whole. */
export function changesBetween(from: unknown, to: unknown, path = ''): Change[] {
  if (same(from, to)) return [];
  if (!plain(from) || !plain(to)) return [{ path, from, to }];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) =>
    changesBetween(from[key], to[key], path === '' ? key : `${path}.${key}`),
  );
}

/** The top-level fields of `to` that differ from `from`: what a change sends. */
export function changedFields<T extends object>(from: T, to: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const key of Object.keys(to) as Array<keyof T>) {
    if (!same(from[key], to[key])) changed[key] = to[key];
  }
  return changed;
}
