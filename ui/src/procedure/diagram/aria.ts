/** What a node says to those who do not see it: what it is, what became of it, and where it leads. */
import { words } from '../../words/en/diagram'
import type { View, ViewNode } from './fold'
import type { NodeState } from './graph'

export function spoken(node: ViewNode, view: View, state: NodeState | undefined): string {
  const kind = words.verbs[node.verb ?? ''] ?? words.kinds[node.kind]
  const parts = [
    node.number ? `${node.number}. ${node.label}` : node.label,
    node.kind === 'exception' ? words.kinds.exception : kind,
    node.role,
    node.condition ? words.onlyIf(node.condition) : undefined,
    state ? words.states[state] : undefined,
    node.reachable ? undefined : words.unreachable,
  ]
  const named = `${parts.filter(Boolean).join(', ')}.`
  const next = ways(node, view)
  return next.length > 0 ? `${named} ${words.leadsTo(next.join('; '))}` : named
}

function ways(node: ViewNode, view: View): string[] {
  const names = new Map(view.nodes.map((other) => [other.id, other.label]))
  return view.edges
    .filter((edge) => edge.from === node.id)
    .map((edge) => {
      const to = names.get(edge.to) ?? ''
      if (edge.label && to) return words.way(edge.label, to)
      return edge.label || to
    })
    .filter((way) => way !== '')
}
