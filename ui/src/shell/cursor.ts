/** A cursor in a list that changes under it. */
export interface Cursor {
  name: string
  /** Where it stood when it was last seen, for a row that has gone. */
  place: number
}

export const cursorAt = (names: string[], cursor: Cursor | undefined): number =>
  cursor ? names.indexOf(cursor.name) : -1

/** The row `by` places on; the first where there was none, the one that moved up where the old one has gone. */
export function movedCursor(names: string[], cursor: Cursor | undefined, by: number): Cursor | undefined {
  if (names.length === 0) return undefined
  const at = cursorAt(names, cursor)
  const from = !cursor ? 0 : at >= 0 ? at + by : by > 0 ? cursor.place + by - 1 : cursor.place + by
  const place = Math.max(0, Math.min(names.length - 1, from))
  return { name: names[place] as string, place }
}
