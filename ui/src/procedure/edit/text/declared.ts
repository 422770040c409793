/** The names a document declares, read from its lines, and where its steps stand in the text. */

const SECTION = /^([a-z_]+):\s*(.*)$/

/** The keys one level under a key of the document: `roles`, `data`, `outcomes`, `settings`. */
function keysUnder(text: string, section: string): string[] {
  const keys: string[] = []
  let inside = false
  let indent: number | undefined
  for (const line of text.split('\n')) {
    const top = SECTION.exec(line)
    if (top) {
      inside = top[1] === section
      indent = undefined
      continue
    }
    const key = inside ? /^(\s+)([A-Za-z][\w-]*):/.exec(line) : null
    if (!key) continue
    indent ??= key[1]?.length
    if (key[1]?.length === indent && key[2]) keys.push(key[2])
  }
  return keys
}

function idsUnder(text: string, section: string): string[] {
  const start = text.search(new RegExp(`^${section}:`, 'm'))
  if (start < 0) return []
  const rest = text.slice(start).replace(/^.*\n?/, '')
  const end = rest.search(/^[a-z_]+:/m)
  return [...(end < 0 ? rest : rest.slice(0, end)).matchAll(/(?:-\s+|\{\s*)id:\s*([\w-]+)/g)].map(
    (found) => found[1] ?? '',
  )
}

/** Where the names of a definition of the schema are declared. */
const KEYS = new Map([
  ['RoleId', 'roles'],
  ['RoleRef', 'roles'],
  ['Recipient', 'roles'],
  ['Name', 'data'],
  ['OutcomeId', 'outcomes'],
])
const IDS = new Map([
  ['ExceptionId', 'exceptions'],
  ['StepId', 'steps'],
])

/** By the name of the schema's definition: what the document offers for it. */
export function declared(text: string): (kind: string) => string[] {
  return (kind) => {
    const keys = KEYS.get(kind)
    const ids = IDS.get(kind)
    return [...(keys ? keysUnder(text, keys) : []), ...(ids ? idsUnder(text, ids) : [])]
  }
}

const STEP = /(?:^\s*(?:-\s+)+|\{\s*|,\s*)id:\s*["']?([\w-]+)/g

/** The step that the text at `offset` belongs to, of those that are known. */
export function stepAt(text: string, offset: number, steps: ReadonlySet<string>): string | undefined {
  const before = text.slice(0, offset)
  const lines = text.split('\n')
  let at = before.split('\n').length - 1
  const column = before.length - before.lastIndexOf('\n') - 1
  let least = Number.POSITIVE_INFINITY
  let within = column
  for (; at >= 0; at--) {
    const line = lines[at] ?? ''
    if (line.trim() !== '') {
      const indent = line.length - line.trimStart().length
      const found = [...line.matchAll(STEP)].filter((match) => steps.has(match[1] ?? ''))
      const begun = found.filter((match, place) => place === 0 || (match.index ?? 0) <= within)
      if (indent < least && begun.length > 0) return begun.at(-1)?.[1]
      least = Math.min(least, indent)
    }
    within = Number.POSITIVE_INFINITY
  }
  return undefined
}

/** Where a step is written; nothing when it is not. */
export function offsetOf(text: string, step: string): number | undefined {
  for (const match of text.matchAll(new RegExp(STEP.source, 'gm'))) {
    if (match[1] === step) return match.index + match[0].length - step.length
  }
  return undefined
}
