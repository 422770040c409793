/** Names for the rows of a list, which have none: a row keeps its name while others are added and removed around it. */

/** As many names as there are rows: what is missing is named anew, what is too much falls away. */
export function fitKeys(keys: number[], count: number): number[] {
  if (keys.length === count) return keys
  const next = Math.max(0, ...keys) + 1
  return Array.from({ length: count }, (_, n) => keys[n] ?? next + n - keys.length)
}

export const withoutKey = (keys: number[], key: number): number[] => keys.filter((each) => each !== key)

/** The rows with one changed, wherever it stands by now; a row that is gone is not changed any more. */
export function changeRow<T>(rows: T[], keys: number[], key: number, change: (row: T) => T): T[] {
  const place = keys.indexOf(key)
  return place < 0 ? rows : rows.map((row, n) => (n === place ? change(row) : row))
}
