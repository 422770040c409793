import ELK from 'elkjs/lib/elk.bundled.js'
import { describe, expect, it } from 'vitest'
import { toElk } from './elk'
import { spread, view } from './fold'
import { blocksAround, type Graph, type GraphEdge, type GraphNode, nodeOfStep } from './graph'
import { edgeLabelLines, NODE_WIDTH, nodeSize, textWidth, wrap } from './measure'
import { move } from './order'
import { type Box, pathOf, place } from './place'
import { search } from './search'

function node(id: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id, kind: 'step', step: id, number: '1', label: id, exceptional: false, reachable: true, ...more }
}
const flow = (from: string, to: string, label?: string): GraphEdge => ({ from, to, kind: 'flow', label })

const graph: Graph = {
  nodes: [
    node('start', { kind: 'start', step: undefined, number: undefined, label: 'Start' }),
    node('ask', { number: '1', label: 'Prüfung der Lieferung', role: 'Warehouse' }),
    node('choose', { kind: 'decision', number: '2', label: 'Choose' }),
    node('outer', { kind: 'block', number: undefined, step: 'choose', label: 'Too late' }),
    node('inner', { kind: 'block', number: '2a.1', parent: 'outer', label: 'Pack' }),
    node('box', { number: '2a.1.1', parent: 'inner', label: 'Find a box' }),
    node('tape', { number: '2a.1.2', parent: 'inner', label: 'Tape it' }),
    node('join', { kind: 'gateway', number: undefined, step: 'choose', label: '' }),
    node('end', { kind: 'end', step: undefined, number: undefined, label: 'Completed' }),
    node('lost', { kind: 'exception', step: undefined, number: undefined, label: 'It is lost', exceptional: true }),
  ],
  edges: [
    flow('start', 'ask'),
    flow('ask', 'choose'),
    flow('choose', 'box', 'Too late'),
    flow('choose', 'join', 'otherwise'),
    flow('box', 'tape'),
    flow('tape', 'join'),
    flow('join', 'end'),
    { from: 'box', to: 'lost', kind: 'exception', label: 'if it is not there' },
    { from: 'tape', to: 'lost', kind: 'exception', label: 'if it is not there' },
  ],
}
const all = { folded: new Set<string>(), exceptions: true }
const steps = (count: number): Graph => ({
  nodes: Array.from({ length: count }, (_, at) => node(`s${at}`, { number: String(at + 1) })),
  edges: Array.from({ length: count - 1 }, (_, at) =>
    flow(`s${at}`, `s${at + 1}`, at % 5 ? undefined : 'as it should'),
  ),
})

describe('folding', () => {
  it('draws a folded block in the place of all that is in it', () => {
    const folded = view(graph, { folded: new Set(['outer']), exceptions: true })
    expect(folded.nodes.map(({ id }) => id)).toEqual(['start', 'ask', 'choose', 'outer', 'join', 'end', 'lost'])
    expect(folded.nodes.find(({ id }) => id === 'outer')).toMatchObject({ folded: true, hidden: 2 })
    expect(folded.edges.map(({ from, to }) => `${from} ${to}`)).toContain('outer join')
    expect(folded.edges.some(({ from, to }) => from === to)).toBe(false)
  })
  it('draws edges that folding brought together once, and knows all of them', () => {
    const folded = view(graph, { folded: new Set(['inner']), exceptions: true })
    expect(folded.edges.filter(({ to }) => to === 'lost')).toMatchObject([{ from: 'inner', of: [7, 8] }])
  })
  it('leaves exceptions out with their edges', () => {
    const usual = view(graph, { folded: new Set(), exceptions: false })
    expect(usual.nodes.some(({ exceptional }) => exceptional)).toBe(false)
    expect(usual.edges.some(({ rare }) => rare)).toBe(false)
  })
  it('gives a block the most pressing state of what is in it', () => {
    const states = spread(graph, new Map([['box', 'done'] as const, ['tape', 'open'] as const]))
    expect(states.get('inner')).toBe('open')
    expect(states.get('outer')).toBe('open')
  })
})

describe('finding one’s way', () => {
  it('finds a step’s node and the blocks around it', () => {
    expect(nodeOfStep(graph, 'choose')?.id).toBe('choose')
    expect(blocksAround(graph, 'tape')).toEqual(['inner', 'outer'])
  })
  it('searches words in any order, without accents or case', () => {
    expect(search(graph, 'warehouse PRUF')).toEqual(['ask'])
    expect(search(graph, '  ')).toEqual([])
  })
  it('moves in document order and stops at the ends', () => {
    const drawn = view(graph, all)
    expect(move(drawn, undefined, 'ArrowDown')).toBe('start')
    expect(move(drawn, 'tape', 'ArrowDown')).toBe('end')
    expect(move(drawn, 'start', 'ArrowUp')).toBe('start')
    expect(move(drawn, 'start', 'End')).toBe('lost')
    expect(move(drawn, 'start', 'x')).toBeUndefined()
  })
})

describe('measuring', () => {
  it('keeps every line within its width, and cuts what has no spaces', () => {
    const lines = wrap(`a ${'Donaudampfschifffahrt'.repeat(6)} b`, 120, 3, 13)
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(120)
    expect(lines[2]).toMatch(/…$/)
  })
  it('never makes a node wider than the others', () => {
    const [long] = view({ nodes: [node('x', { kind: 'end', label: 'x '.repeat(400) })], edges: [] }, all).nodes
    expect(long && nodeSize(long).width).toBe(NODE_WIDTH)
    expect(edgeLabelLines('')).toEqual([])
  })
})

describe('placing', () => {
  it('rounds corners, by less where they are close', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 0, y: 4 },
      { x: 40, y: 4 },
    ]
    expect(pathOf(corner)).toBe('M0 0 L0 2 Q0 4 2 4 L40 4')
    expect(pathOf([])).toBe('')
  })
  it('lays out blocks around what is in them, the flow downwards, each edge with its path', async () => {
    const drawn = view(graph, all)
    const placed = place(await new ELK().layout(toElk(drawn)))
    const box = (id: string) => placed.nodes.get(id) as Box
    expect(box('start').y).toBeLessThan(box('ask').y)
    expect(box('ask').y).toBeLessThan(box('end').y)
    expect(box('inner').y).toBeLessThan(box('box').y)
    expect(box('inner').y + box('inner').height).toBeGreaterThan(box('tape').y + box('tape').height)
    for (const edge of drawn.edges) expect(placed.edges.get(edge.id)?.path).toMatch(/^M.* L/)
    expect(placed.edges.get(drawn.edges[2]?.id ?? '')?.label?.width).toBeGreaterThan(0)
  })
  it('lays out sixty steps without one on the other', async () => {
    const placed = place(await new ELK().layout(toElk(view(steps(60), all))))
    const boxes = [...placed.nodes.values()].sort((one, other) => one.y - other.y)
    expect(boxes).toHaveLength(60)
    boxes.slice(1).forEach((box, at) => {
      const above = boxes[at] as Box
      expect(box.y).toBeGreaterThanOrEqual(above.y + above.height)
    })
  })
})
