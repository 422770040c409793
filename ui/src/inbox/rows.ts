/** The list as it moves: where the cursor is, what stays selected, what comes after a task that is done. */
import type { TaskItem } from '../api/tasks'

export type Named = Pick<TaskItem, 'run' | 'task'>

export const nameOf = ({ run, task }: Named): string => `${run}/${task}`

/** The row `by` places from the open one. An open task that has left the list keeps its old place. */
export function moved(rows: Named[], open: string | undefined, place: number, by: number): Named | undefined {
  if (rows.length === 0) return undefined
  const at = rows.findIndex((row) => nameOf(row) === open)
  // From the place of a task that is gone, "next" is the one that moved up into it.
  const from = at >= 0 ? at + by : by > 0 ? place + by - 1 : place + by
  return rows[Math.max(0, Math.min(rows.length - 1, from))]
}

/** What is opened after this task is done: the one below it, or the one above where it was the last. */
export function afterDone(rows: Named[], done: string): Named | undefined {
  const at = rows.findIndex((row) => nameOf(row) === done)
  if (at < 0) return rows[0]
  return rows[at + 1] ?? rows[at - 1]
}

/** What is selected and still in the list. */
export function stillSelected(rows: Named[], selected: ReadonlySet<string>): Set<string> {
  return new Set(rows.map(nameOf).filter((name) => selected.has(name)))
}

export function toggled(selected: ReadonlySet<string>, name: string): Set<string> {
  const next = new Set(selected)
  if (!next.delete(name)) next.add(name)
  return next
}

/** Every row from one to another, for a click with Shift. */
export function between(rows: Named[], from: string, to: string): string[] {
  const a = rows.findIndex((row) => nameOf(row) === from)
  const b = rows.findIndex((row) => nameOf(row) === to)
  if (a < 0 || b < 0) return [to]
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(nameOf)
}

/** Calls that are allowed to fail one by one, a few at a time, and what became of each. */
export async function each<T>(items: T[], act: (item: T) => Promise<unknown>): Promise<{ item: T; error?: unknown }[]> {
  const results: { item: T; error?: unknown }[] = []
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await act(item)
        results.push({ item })
      } catch (error) {
        results.push({ item, error })
      }
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return results
}
