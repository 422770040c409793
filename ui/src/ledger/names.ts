/** What the subjects of entries are called, so that a line of the ledger names people and documents as people do. */
import type { LedgerLine } from '../api/ledger'

/** Kinds of things that have a name of their own, and where it is looked up. */
export type Family = 'person' | 'team' | 'draft' | 'procedure'

export type Names = Record<Family, ReadonlyMap<string, string>>

const families: Record<string, Family> = {
  'signed-in': 'person',
  'signed-out': 'person',
  'account-changed': 'person',
  'account-locked': 'person',
  'person-changed': 'person',
  'person-removed': 'person',
  'team-changed': 'team',
  'team-removed': 'team',
  'draft-saved': 'draft',
  'draft-removed': 'draft',
  published: 'procedure',
  'document-kept': 'procedure',
  'schedule-followed': 'procedure',
}

/** What the entry is about, by its name: nothing where it is not known, or is the same. */
export function subjectName({ kind, subject, who }: Pick<LedgerLine, 'kind' | 'subject' | 'who'>, names: Names) {
  const family = families[kind]
  if (!family) return undefined
  if (family === 'person' && who?.id === subject) return who.name
  // A schedule is named after its procedure: `close/2`.
  return names[family].get(kind === 'schedule-followed' ? subject.replace(/\/\d+$/, '') : subject)
}

/** The words of an entry, with the name of what it is about in place of its id. */
export function withName(line: Pick<LedgerLine, 'kind' | 'subject' | 'who' | 'words'>, names: Names): string {
  const name = subjectName(line, names)
  const at = name ? line.words.indexOf(line.subject) : -1
  if (!name || at < 0) return line.words
  const told = families[line.kind] === 'person' ? name : `“${name}”`
  return line.words.slice(0, at) + told + line.words.slice(at + line.subject.length)
}
