/** The diagram of a procedure with what departs at each of its steps. */
import { type Graph, nodeOfStep } from '../../procedure/diagram/graph'
import { words } from '../../words/en/conformance'
import type { AtStep } from './deviations'
import { classIcons } from './icons'

/** So many kinds are told on a step; the rest is in the list. */
const MOST_MARKS = 3

export function marked(graph: Graph, steps: ReadonlyMap<string, AtStep>): Graph {
  const most = Math.max(0, ...[...steps.values()].map(({ share }) => share))
  const at = new Map(
    [...steps].flatMap(([step, found]) => {
      const node = nodeOfStep(graph, step)
      return node ? [[node.id, found] as const] : []
    }),
  )
  const nodes = graph.nodes.map((node) => {
    const found = at.get(node.id)
    if (!found) return node
    const marks = found.classes.slice(0, MOST_MARKS).map(({ class: kind, cases, kinds }) => ({
      icon: classIcons[kind],
      words: words.diagram.mark(words.classes[kind], cases, kinds),
    }))
    return { ...node, marks, heat: most > 0 ? found.share / most : 0 }
  })
  return { nodes, edges: graph.edges }
}
