// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Change, ProcedureItem } from '../api/procedures'
import { opening, showing, whole } from './diagram/camera'
import type { Graph } from './diagram/graph'
import { overlayOf, walkOverlay } from './diagram/overlay'
import { firstPair, grouped, weights } from './history/changes'
import { choices, parseLibrarySearch, reviewState } from './library/filter'
import { spellingOf } from './library/importing'
import { reached, reading } from './read/document'
import { cssText, pageRules, shortHash } from './read/paper'

describe('the library', () => {
  it('reads its filters from any address without failing', () => {
    expect(parseLibrarySearch({ q: 'refund', tag: 7, owner: '' })).toEqual({ q: 'refund', tag: undefined })
  })
  it('offers the tags of the rows and the one filtered by, each once', () => {
    const row = (tags: string[]) => ({ tags, owner: { role: 'lead', title: 'Lead' } }) as ProcedureItem
    expect(choices([row(['b', 'a']), row(['a'])], { tag: 'gone' })).toEqual({
      tags: ['a', 'b', 'gone'],
      owners: [{ value: 'lead', label: 'Lead' }],
    })
  })
  it('tells a late review from one that is soon', () => {
    const now = new Date('2026-03-01T00:00:00Z')
    expect(reviewState({ due: '2026-02-28T00:00:00Z', overdue: false }, now)).toBe('late')
    expect(reviewState({ due: '2026-03-10T00:00:00Z', overdue: false }, now)).toBe('soon')
    expect(reviewState({ due: '2026-06-10T00:00:00Z', overdue: false }, now)).toBe('fine')
    expect(reviewState(null, now)).toBe('none')
  })
  it('knows a file by its name', () => {
    expect(['a.sop.yaml', 'b.YML', 'c.json', 'd.sop.md', 'e.docx', 'f'].map(spellingOf)).toEqual([
      'yaml',
      'yaml',
      'json',
      'markdown',
      undefined,
      undefined,
    ])
  })
})

describe('the read view', () => {
  const html =
    '<section><h1>Title</h1><section><h2>Steps</h2><section id="step-a"><h3>1. A &amp; B</h3><table></table></section></section></section>'
  it('lists the parts and steps, and gives each an address', () => {
    const read = reading(html, (title) => `Link to ${title}`)
    expect(read.outline.map(({ text, level }) => [text, level])).toEqual([
      ['Steps', 2],
      ['1. A & B', 3],
    ])
    expect(read.outline[1]?.id).toBe('step-a')
    expect(read.html).toContain('href="#step-a"')
    expect(read.html).not.toContain('<h1>')
  })
  it('follows the reader', () => {
    const tops = [
      { id: 'a', top: -400 },
      { id: 'b', top: 100 },
      { id: 'c', top: 700 },
    ]
    expect(reached(tops, 300)).toBe('b')
    expect(reached([{ id: 'a', top: 500 }], 300)).toBe('a')
    expect(reached([], 900)).toBeUndefined()
  })
  it('writes any title into the margins of the paper without leaving them', () => {
    expect(cssText('a "b" \\ </style>\n}')).toBe('"a \\22 b\\22  \\5c  \\3c /style\\3e  }"')
    const sheet = {
      title: 'T',
      number: 7,
      version: 'sha256:abcdef0123456789',
      date: '1 Mar 2026',
      page: 'Page',
      of: 'of',
    }
    expect(pageRules(sheet)).toContain('"v7 · abcdef0123 · 1 Mar 2026"')
    expect(shortHash('abcdef0123456789')).toBe('abcdef0123')
  })
})

describe('the history', () => {
  const change = (subject: string, step?: string, weight: Change['weight'] = 'behaviour'): Change => ({
    kind: 'changed',
    weight,
    subject,
    words: '',
    step,
  })
  it('groups changes by step, after those of the document', () => {
    const groups = grouped([change('step', 'pay'), change('role'), change('step', 'pay', 'wording')])
    expect(groups.map(({ subject, step, changes }) => [subject, step, changes.length])).toEqual([
      ['role', undefined, 1],
      ['step', 'pay', 2],
    ])
  })
  it('counts what changes the course apart from wording', () => {
    expect(weights([change('a'), change('b', undefined, 'wording')])).toEqual({ behaviour: 1, wording: 1 })
  })
  it('compares the latest with the one before', () => {
    expect(firstPair([1, 3, 2])).toEqual({ from: 2, to: 3 })
    expect(firstPair([1])).toBeUndefined()
  })
})

describe('the camera', () => {
  const pane = { width: 800, height: 600 }
  it('shows a small drawing whole and never larger than drawn', () => {
    expect(whole({ width: 400, height: 300 }, pane)).toEqual({ x: 200, y: 150, zoom: 1 })
  })
  it('opens a tall drawing at its top, at a size that can be read', () => {
    const camera = opening({ width: 1600, height: 9000 }, pane, { x: 700, y: 20, width: 100, height: 30 })
    expect(camera.zoom).toBeGreaterThan(0.6)
    expect(camera.y).toBe(0)
    expect(camera.x + 750 * camera.zoom).toBeCloseTo(400)
  })
  it('moves only as far as needed', () => {
    const camera = { x: 0, y: 0, zoom: 1 }
    expect(showing(camera, pane, { x: 100, y: 100, width: 50, height: 50 })).toBe(camera)
    expect(showing(camera, pane, { x: 100, y: 900, width: 50, height: 50 })).toEqual({ x: 0, y: -390, zoom: 1 })
  })
  it('comes near enough to read what was looked for', () => {
    const near = showing({ x: 0, y: 0, zoom: 0.1 }, pane, { x: 1000, y: 1000, width: 200, height: 60 })
    expect(near.zoom).toBeGreaterThan(0.6)
    expect(1100 * near.zoom + near.x).toBeCloseTo(400)
  })
})

describe('what is laid over the diagram', () => {
  const node = (id: string, number?: string, state?: string) =>
    ({
      id,
      kind: number ? 'step' : 'gateway',
      step: id,
      number,
      label: id,
      exceptional: false,
      reachable: true,
      state,
    }) as const
  const edge = (from: string, to: string, taken?: boolean) => ({ from, to, kind: 'flow', taken }) as const
  const graph: Graph = {
    nodes: [{ ...node('start'), kind: 'start' }, node('a', '1'), node('b', '2'), node('join'), node('c', '3')],
    edges: [edge('start', 'a'), edge('a', 'b'), edge('a', 'join'), edge('b', 'join'), edge('join', 'c')],
  }
  it('walks through junctions, and marks the last step as open', () => {
    const walk = walkOverlay(graph, ['a', 'c'], 1)
    expect([...walk.taken].sort()).toEqual([0, 2, 4])
    expect(walk.states.get('join')).toBe('done')
    expect(walk.states.get('c')).toBe('open')
    expect(walk.states.has('b')).toBe(false)
    expect(walk.current).toBe('c')
  })
  it('reads what the server wrote into the graph', () => {
    const run: Graph = {
      nodes: [node('a', '1', 'done'), node('b', '2', 'not-taken'), node('c', '3', 'later')],
      edges: [edge('a', 'c', true), edge('a', 'b')],
    }
    const overlay = overlayOf(run)
    expect([...(overlay?.states ?? [])]).toEqual([
      ['a', 'done'],
      ['b', 'skipped'],
    ])
    expect([...(overlay?.taken ?? [])]).toEqual([0])
    expect(overlayOf(graph)).toBeUndefined()
  })
})
