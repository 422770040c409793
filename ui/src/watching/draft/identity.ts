/** What a drafted procedure is: one of its own, or the next version of one that has its id. */

export interface Known {
  id: string
  title: string
}

/** The published procedure that has this id. */
export const taken = (id: string, known: Known[]): Known | undefined => known.find((each) => each.id === id)

/** The first id of this kind that is free: `intake`, `intake-2`, `intake-3`. */
export function freeId(id: string, known: Known[]): string {
  const stem = id.replace(/-\d+$/, '')
  for (let n = 2; ; n += 1) {
    const next = `${stem}-${n}`
    if (!taken(next, known)) return next
  }
}

/** The text with another id: the line at its top that says it. */
export function withId(text: string, id: string): string {
  return text.replace(/^id:.*$/m, `id: ${id}`)
}
