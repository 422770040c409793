/** A view as the layout engine (ELK, layered) takes it: top to bottom, blocks as compound nodes. */

import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api'
import type { View, ViewEdge, ViewNode } from './fold'
import { BLOCK_HEAD, edgeLabelSize, nodeSize } from './measure'

const ROOT: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.feedbackEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.componentComponent': '56',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
}

const BLOCK: LayoutOptions = { 'elk.padding': `[top=${BLOCK_HEAD + 12},left=20,bottom=20,right=20]` }

export function toElk(view: View): ElkNode {
  const within = new Map<string | null, ViewNode[]>()
  const drawn = new Set(view.nodes.map((node) => node.id))
  for (const node of view.nodes) {
    const parent = node.parent != null && drawn.has(node.parent) ? node.parent : null
    within.set(parent, [...(within.get(parent) ?? []), node])
  }
  return {
    id: '',
    layoutOptions: ROOT,
    children: (within.get(null) ?? []).map((node) => compound(node, within)),
    edges: view.edges.map(edge),
  }
}

function compound(node: ViewNode, within: Map<string | null, ViewNode[]>): ElkNode {
  const inner = node.folded ? [] : (within.get(node.id) ?? [])
  if (node.kind !== 'block' || inner.length === 0) return { id: node.id, ...nodeSize(node) }
  return { id: node.id, layoutOptions: BLOCK, children: inner.map((child) => compound(child, within)) }
}

function edge(edge: ViewEdge): ElkExtendedEdge {
  const labels = edge.label === '' ? [] : [{ text: edge.label, ...edgeLabelSize(edge.label) }]
  return {
    id: edge.id,
    sources: [edge.from],
    targets: [edge.to],
    labels,
    // The usual way is drawn straight; what leaves it makes room.
    layoutOptions: {
      'elk.layered.priority.straightness': edge.rare ? '0' : '10',
      'elk.layered.priority.direction': edge.kind === 'loop' ? '0' : edge.rare ? '1' : '10',
      'elk.layered.priority.shortness': edge.rare ? '0' : '5',
    },
  }
}
