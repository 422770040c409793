/** Which column of a table is what: guessed by the server, corrected by whoever knows the file. */
import type { ImportAsked, Look } from '../../api/eventLogs'

export const COLUMNS = ['case', 'activity', 'time', 'person', 'transition'] as const
export type Column = (typeof COLUMNS)[number]
/** Without these there is no log. */
export const NEEDED: readonly Column[] = ['case', 'activity']

export const TIMES = ['iso', 'day-first', 'month-first', 'year-first', 'seconds', 'milliseconds'] as const
export const DELIMITERS = [',', ';', '\t', '|'] as const

/** What somebody chose; what is not here is as it was guessed. An empty column is one that there is not. */
export interface Chosen {
  title: string
  pseudonyms: boolean
  objectType?: string | undefined
  columns: Partial<Record<Column, string>>
  times?: string | undefined
  delimiter?: string | undefined
}

/** "Loan requests 2012.xes.gz" as "Loan requests 2012". */
export const titleOf = (name: string): string =>
  name.replace(/\.gz$/i, '').replace(/\.(xes|csv|tsv|txt|jsonl|ndjson|json|jsonocel|xml)$/i, '') || name

export function columnOf(column: Column, chosen: Chosen, { mapping, columns }: Look): string {
  const guessed = mapping?.[column]
  return chosen.columns[column] ?? (guessed && columns.includes(guessed) ? guessed : '')
}

/** Which of the needed columns is nowhere. */
export const missing = (chosen: Chosen, look: Look): Column[] =>
  look.mapping ? NEEDED.filter((column) => !columnOf(column, chosen, look)) : []

/** Whether somebody has to say how times are written: the first rows leave it open. */
export const undecided = (chosen: Chosen, look: Look): boolean =>
  !!look.mapping?.day_or_month && !chosen.times && columnOf('time', chosen, look) !== ''

/** Columns that say two things at once, which no log can mean. */
export function twice(chosen: Chosen, look: Look): Column[] {
  const named = COLUMNS.map((column) => [column, columnOf(column, chosen, look)] as const)
  return named
    .filter(([column, name]) => name && named.some(([other, same]) => other !== column && same === name))
    .map(([column]) => column)
}

/** What is asked for: everything that is shown, so that what was seen is what is done. */
export function askedFor(chosen: Chosen, look: Look): ImportAsked {
  const asked: ImportAsked = { title: chosen.title.trim() || undefined, pseudonyms: chosen.pseudonyms }
  if (look.object_types?.length) asked.object_type = chosen.objectType ?? look.object_types[0]?.name
  if (!look.mapping) return asked
  for (const column of COLUMNS) {
    const name = columnOf(column, chosen, look)
    // Said as empty where the guess is taken back.
    if (name || look.mapping[column]) asked[column] = name
  }
  asked.times = chosen.times ?? look.mapping.times
  asked.delimiter = chosen.delimiter ?? look.mapping.delimiter
  return asked
}
