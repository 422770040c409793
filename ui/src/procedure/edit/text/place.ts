/**
 * Where in a YAML document the cursor stands: the keys and lists around it, and whether a key or a value comes next.
 * It reads lines and their indentation, so that it works in the half-written text that people complete.
 */

/** A key, or `*` for an item of a list. */
export type Path = string[]

export interface Place {
  path: Path
  at: 'key' | 'value' | 'item'
  /** What of the word is there already, and where it begins. */
  word: string
  from: number
  /** The keys that stand beside the one that is written. */
  siblings: string[]
}

interface Token {
  column: number
  /** Absent for the dash of a list's item. */
  key?: string
  rest: string
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#'"{}[\],&*!|>%@`-][^:#{}[\],]*?|[\w-]+)):(?=\s|$)/

/** The dashes and the key of a line, from left to right. */
function tokens(line: string): Token[] {
  const found: Token[] = []
  let column = line.length - line.trimStart().length
  while (/^-(\s|$)/.test(line.slice(column))) {
    found.push({ column, rest: line.slice(column + 1) })
    const after = line.slice(column + 1)
    column += 1 + after.length - after.trimStart().length
  }
  const key = KEY.exec(line.slice(column))
  if (key) found.push({ column, key: key[1] ?? key[2] ?? key[3], rest: line.slice(column + key[0].length) })
  return found
}

const blank = (line: string) => /^\s*(#.*)?$/.test(line)
const isText = (rest: string) => /^\s*(?:[&!]\S+\s+)?[|>][-+0-9]*\s*(#.*)?$/.test(rest)

/** The path to the column of a line; nothing inside a block of text. */
function around(lines: readonly string[], line: number, column: number, item: boolean): Path | undefined {
  const path: Path = []
  let col = column
  let ofItem = item
  for (let at = line - 1; at >= 0 && col > 0 - Number(ofItem); at--) {
    const text = lines[at] ?? ''
    if (blank(text)) continue
    for (const token of tokens(text).reverse()) {
      const isAround = token.column < col || (token.key !== undefined && ofItem && token.column === col)
      if (!isAround) continue
      if (token.key !== undefined && isText(token.rest)) return undefined
      path.unshift(token.key ?? '*')
      col = token.column
      ofItem = token.key === undefined
    }
  }
  return path
}

export function placeAt(text: string, offset: number): Place | undefined {
  const before = text.slice(0, offset)
  const lines = text.split('\n')
  const line = before.split('\n').length - 1
  const prefix = before.slice(before.lastIndexOf('\n') + 1)
  if (/(^|\s)#/.test(unquoted(prefix))) return undefined
  const here = tokens(prefix)
  const dashes = here.filter(({ key }) => key === undefined)
  const named = here.find(({ key }) => key !== undefined)
  const column = here[0]?.column ?? prefix.length - prefix.trimStart().length
  const outer = around(lines, line, column, dashes.length > 0)
  if (!outer) return undefined
  const path = [...outer, ...dashes.map(() => '*')]

  const value = named ? named.rest : prefix.slice(lastDash(prefix))
  const base = named?.key === undefined ? path : [...path, named.key]
  const flow = flowPlace(value.trimStart(), base, offset)
  if (flow) return flow
  if (named)
    return { path: base, at: 'value', word: value.trimStart(), from: offset - value.trimStart().length, siblings: [] }
  const word = value.trimStart()
  if (/\s/.test(word)) return undefined
  const own = offset - word.length - (before.lastIndexOf('\n') + 1)
  const siblings = beside(lines, line, own)
  return { path, at: dashes.length > 0 ? 'item' : 'key', word, from: offset - word.length, siblings }
}

function lastDash(prefix: string): number {
  const dashes = /^(\s*(?:-\s+)*)/.exec(prefix)
  return dashes?.[0].length ?? 0
}

const unquoted = (text: string) => text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '')

/** Inside `{…}` or `[…]` of one line. */
function flowPlace(value: string, base: Path, offset: number): Place | undefined {
  if (!/^[{[]/.test(value)) return undefined
  const stack: { list: boolean; key: string | undefined; keys: string[] }[] = []
  let word = ''
  let quote = ''
  for (const letter of value) {
    if (quote) {
      if (letter === quote) quote = ''
      continue
    }
    if (letter === '"' || letter === "'") quote = letter
    const top = stack.at(-1)
    if (letter === '{' || letter === '[') {
      stack.push({ list: letter === '[', key: undefined, keys: [] })
      word = ''
    } else if (letter === '}' || letter === ']') {
      stack.pop()
      word = ''
    } else if (letter === ',' && top) {
      top.key = undefined
      word = ''
    } else if (letter === ':' && top && !top.list && top.key === undefined) {
      top.key = word.trim()
      top.keys.push(top.key)
      word = ''
    } else word += letter
  }
  const top = stack.at(-1)
  if (quote || !top) return undefined
  const path = [...base]
  for (const level of stack) {
    if (level.list) path.push('*')
    else if (level.key !== undefined) path.push(level.key)
  }
  const at = top.list || top.key !== undefined ? 'value' : 'key'
  const typed = word.trimStart()
  return { path, at, word: typed, from: offset - typed.length, siblings: top.keys }
}

/** The keys of the same mapping: those in this column, until a line stands further left. */
function beside(lines: readonly string[], line: number, column: number): string[] {
  const keys: string[] = []
  for (const step of [-1, 1]) {
    for (let at = line + step; at >= 0 && at < lines.length; at += step) {
      const text = lines[at] ?? ''
      if (blank(text)) continue
      const found = tokens(text)
      const own = found.find((token) => token.key !== undefined && token.column === column)
      const first = found[0]?.column ?? text.length - text.trimStart().length
      const begins = found.some((token) => token.key === undefined && token.column < column)
      if (first < column && !(own && begins)) break
      if (step === 1 && begins && own) break
      if (own?.key !== undefined) keys.push(own.key)
      if (begins && own) break
    }
  }
  return keys
}
