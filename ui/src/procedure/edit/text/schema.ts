/** What the format's JSON Schema says may stand at a place. */
import type { Path } from './place'

export interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string | string[]
  description?: string
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/** A schema with the definitions it came by: `RoleId` tells that a text names a role. */
interface Found {
  schema: Schema
  names: string[]
}

export interface KeyOffer {
  key: string
  about: string
  required: boolean
  /** How its value begins: a mapping or a list goes on in the next line. */
  opens: 'mapping' | 'list' | 'value'
}

export interface ValueOffer {
  value: string
  about: string
}

/** Schemas never refer to themselves without a key between; this guards against one that would. */
const DEEPEST = 12

function expand(
  root: Schema,
  schema: Schema,
  siblings: readonly string[] = [],
  names: string[] = [],
  depth = 0,
): Found[] {
  if (depth > DEEPEST) return []
  const found: Found[] = [{ schema, names }]
  if (schema.$ref) {
    const name = schema.$ref.replace('#/$defs/', '')
    const target = root.$defs?.[name]
    if (target) found.push(...expand(root, target, siblings, [...names, name], depth + 1))
  }
  const ways = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const taken = ways.filter((way) => requires(root, way).some((key) => siblings.includes(key)))
  for (const way of [...(schema.allOf ?? []), ...(taken.length > 0 ? taken : ways)]) {
    found.push(...expand(root, way, siblings, names, depth + 1))
  }
  return found
}

function requires(root: Schema, way: Schema): string[] {
  const target = way.$ref ? root.$defs?.[way.$ref.replace('#/$defs/', '')] : undefined
  return [...(way.required ?? []), ...(target?.required ?? [])]
}

function at(root: Schema, path: Path, siblings: readonly string[]): Found[] {
  let found = expand(root, root, path.length === 0 ? siblings : [])
  path.forEach((segment, place) => {
    const beside = place === path.length - 1 ? siblings : []
    found = found.flatMap(({ schema }) => {
      const next = segment === '*' ? schema.items : under(schema, segment)
      return next ? expand(root, next, beside) : []
    })
  })
  return found
}

function under(schema: Schema, key: string): Schema | undefined {
  const own = schema.properties?.[key]
  if (own) return own
  for (const [pattern, next] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern).test(key)) return next
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
}

const about = (found: Found[]): string => found.find(({ schema }) => schema.description)?.schema.description ?? ''

/** The keys that may be written here, without those that are there already. */
export function keysAt(root: Schema, path: Path, siblings: readonly string[]): KeyOffer[] {
  const offers = new Map<string, KeyOffer>()
  for (const { schema } of at(root, path, siblings)) {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (siblings.includes(key) || offers.has(key)) continue
      const inner = expand(root, value)
      offers.set(key, { key, about: about(inner), required: !!schema.required?.includes(key), opens: opens(inner) })
    }
  }
  return [...offers.values()]
}

function opens(found: Found[]): KeyOffer['opens'] {
  if (found.some(({ schema }) => schema.type === 'string' || schema.enum || schema.const !== undefined)) return 'value'
  if (found.some(({ schema }) => schema.type === 'array')) return 'list'
  return found.some(({ schema }) => schema.properties || schema.patternProperties) ? 'mapping' : 'value'
}

/** The values that may be written here; `named` gives those the document itself declares, by the kind of name. */
export function valuesAt(root: Schema, path: Path, named: (kind: string) => string[]): ValueOffer[] {
  const offers = new Map<string, string>()
  for (const { schema, names } of at(root, path, [])) {
    const say = schema.description ?? ''
    for (const value of [schema.const, ...(schema.enum ?? [])]) {
      if (value !== undefined && value !== null) offers.set(String(value), say)
    }
    if (schema.type === 'boolean') for (const value of ['true', 'false']) offers.set(value, say)
    for (const name of names) for (const value of named(name)) offers.set(value, '')
  }
  return [...offers].map(([value, about]) => ({ value, about }))
}

/** What a key means, for the one who points at it. */
export function describe(root: Schema, path: Path, siblings: readonly string[]): string {
  const key = path.at(-1)
  if (key === undefined || key === '*') return ''
  const parents = at(root, path.slice(0, -1), siblings)
  for (const { schema } of parents) {
    const own = schema.properties?.[key]
    if (own) {
      const said = about(expand(root, own))
      if (said) return said
    }
  }
  return ''
}
