import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { complete, hoverWords } from './completion'
import { declared, offsetOf, stepAt } from './declared'
import { placeAt } from './place'
import type { Schema } from './schema'

const schema = JSON.parse(readFileSync(`${__dirname}/../../../../../docs/procedure.schema.json`, 'utf8')) as Schema

/** The text without the bar, and where the bar was. */
const cursor = (text: string): [string, number] => [text.replace('|', ''), text.indexOf('|')]
const place = (text: string) => placeAt(...cursor(text))
const offers = (text: string): string[] =>
  complete(schema, ...cursor(text), true)?.options.map(({ label }) => label) ?? []

const HEAD = `procedure: 1
id: x
roles:
  clerk: Does it.
  lead: {title: Lead}
data:
  amount: {type: number}
  photo: {type: file}
`

describe('where the cursor stands', () => {
  it('follows indentation through keys and lists', () => {
    expect(place('steps:\n  - id: a\n    person:\n      ro|')).toMatchObject({
      path: ['steps', '*', 'person'],
      at: 'key',
      word: 'ro',
    })
    expect(place('steps:\n- id: a\n  ti|')?.path).toEqual(['steps', '*'])
    expect(place('data:\n  a:\n    type: number\nti|')?.path).toEqual([])
  })
  it('tells values and items from keys', () => {
    expect(place('owner: le|')).toMatchObject({ path: ['owner'], at: 'value', word: 'le' })
    expect(place('steps:\n  - |')).toMatchObject({ path: ['steps', '*'], at: 'item' })
  })
  it('follows braces and brackets of a line', () => {
    expect(place('steps:\n  - person: {role: clerk, co|')).toMatchObject({
      path: ['steps', '*', 'person'],
      at: 'key',
      siblings: ['role'],
    })
    expect(place('  - person: {role: clerk, collect: [amount, p|')).toMatchObject({
      path: ['*', 'person', 'collect', '*'],
      at: 'value',
      word: 'p',
    })
  })
  it('offers nothing in a text or a comment', () => {
    expect(place('purpose: >-\n  some te|')).toBeUndefined()
    expect(place('id: x # a comment|')).toBeUndefined()
  })
  it('knows the keys beside', () => {
    expect(place('steps:\n  - id: a\n    |\n    title: b\n  - id: c\n    due: 4h')?.siblings.sort()).toEqual([
      'id',
      'title',
    ])
  })
  it('never fails, whatever the text', () => {
    const garbage = '{[- :\n\t"\'|>#&*!%@`,]}- - a: {b: [c, {d'
    for (let at = 0; at <= garbage.length; at++) expect(() => placeAt(garbage, at)).not.toThrow()
  })
})

describe('completion', () => {
  it('offers the keys of the document that are not there yet', () => {
    const found = offers(`${HEAD}|`)
    expect(found).toContain('steps')
    expect(found).not.toContain('roles')
  })
  it('offers every verb, until there is one', () => {
    expect(offers('steps:\n  - id: a\n    |')).toEqual(expect.arrayContaining(['person', 'decide', 'title']))
    const later = offers('steps:\n  - id: a\n    person: {role: clerk}\n    |')
    expect(later).toContain('due')
    expect(later).not.toContain('decide')
  })
  it('offers the words of the format and the names of the document as values', () => {
    expect(offers(`${HEAD}steps:\n  - id: a\n    person: {role: |`)).toEqual(expect.arrayContaining(['clerk', 'lead']))
    expect(offers(`${HEAD}steps:\n  - id: a\n    person:\n      role: clerk\n      collect: [|`)).toEqual([
      'amount',
      'photo',
    ])
    expect(offers('data:\n  a: {type: |')).toEqual(expect.arrayContaining(['string', 'number', 'file']))
    expect(offers('exceptions:\n  - id: a\n    severity: |')).toEqual(['minor', 'major', 'critical'])
  })
  it('keeps quiet until a letter is typed', () => {
    expect(complete(schema, 'steps:\n  - id: a\n    ', 22, false)).toBeNull()
  })
  it('tells what a key means', () => {
    const text = 'steps:\n  - id: a\n    person:\n      role: clerk\n      collect: [x]\n'
    expect(hoverWords(schema, text, text.indexOf('collect') + 2)?.words).toBe('Fields the person fills in.')
    expect(hoverWords(schema, text, text.indexOf('clerk') + 1)).toBeNull()
  })
})

describe('steps in the text', () => {
  const text = `steps:
  - id: ask
    title: Ask
  - id: choose
    decide:
      cases:
        - when: amount > 5
          steps: [{id: one, title: One, end: a}, {id: two, title: Two, end: b}]
      otherwise: continue
    due: 4h
`
  const steps = new Set(['ask', 'choose', 'one', 'two'])
  it('finds the step that a place belongs to', () => {
    expect(stepAt(text, text.indexOf('Ask'), steps)).toBe('ask')
    expect(stepAt(text, text.indexOf('otherwise'), steps)).toBe('choose')
    expect(stepAt(text, text.indexOf('title: Two'), steps)).toBe('two')
    expect(stepAt(text, 0, steps)).toBeUndefined()
  })
  it('finds the place of a step', () => {
    expect(text.slice(offsetOf(text, 'two'))).toMatch(/^two, title/)
    expect(offsetOf(text, 'gone')).toBeUndefined()
  })
  it('reads the declared names', () => {
    expect(declared(HEAD)('RoleId')).toEqual(['clerk', 'lead'])
    expect(declared(text)('StepId')).toEqual(['ask', 'choose', 'one', 'two'])
    expect(declared('')('Nothing')).toEqual([])
  })
})
