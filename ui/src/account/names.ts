import { words } from '../words/en/account'

/** The first letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const parts = name.split(/[\s.]+/).filter(Boolean)
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : parts
  return ends.map((part) => [...(part ?? '')][0]?.toUpperCase() ?? '').join('')
}

/** `support-agent` as people write it; a role's title stands in procedures, which nobody outside may read. */
export const roleWords = (role: string): string => role.replace(/[-_]+/g, ' ')

/** What somebody is here: their rights in the whole installation, then their roles. */
export function partOf(person: { roles: string[]; administrator: boolean; editor: boolean; auditor: boolean }): string {
  const { owner, editor, auditor, none } = words.demo
  const rights = [person.administrator && owner, person.editor && editor, person.auditor && auditor]
  const all = [...rights.filter((right) => right !== false), ...person.roles.map(roleWords)]
  return all.length ? all.join(', ') : none
}
