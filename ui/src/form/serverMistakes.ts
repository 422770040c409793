/** Puts what the server refused at the fields it speaks of. */
import type { Problem } from '../api/problem'
import type { Field } from './field'
import type { Mistake } from './values'

/** `lines[2].amount` and `/lines/2/amount` both name `lines.2.amount`. */
export function readPath(text: string): string {
  return text
    .replace(/^[/$.]+/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .replaceAll('/', '.')
    .replace(/^values\./, '')
}

/** A mistake without a place begins with the name in backquotes ("`amount` is -3"), or stands above the form. */
export function placeMistakes(fields: Field[], problem: Problem): Mistake[] {
  return problem.errors.map(({ at, detail }) => {
    const named = at ?? /^`([^`]+)`/.exec(detail)?.[1] ?? ''
    const path = readPath(named)
    const field = fields.find(({ name }) => path === name || path.startsWith(`${name}.`))
    return { path: field ? path : '', label: field?.label ?? '', message: plain(detail, named, field) }
  })
}

/** "`amount` is -3, and 0 is the least" at the field reads "It is -3, and 0 is the least". */
function plain(detail: string, named: string, field: Field | undefined): string {
  const start = `\`${named}\` `
  return field && detail.startsWith(start) ? `It ${detail.slice(start.length)}` : detail
}
