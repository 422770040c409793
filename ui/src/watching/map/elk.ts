/** A process map as the layout engine (ELK, layered) takes it: top to bottom, the usual ways straight down. */
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api'
import { textWidth, wrap } from '../../procedure/diagram/measure'
import { END, type MapEdge, type MapGraph, type MapNode, START } from './graph'
import { inOrder } from './order'

const ROOT: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '3',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
}

/** With more paths the narrowest drawing takes seconds to find; a wider one is there at once. */
const MANY = 70

const FONT = 13
const SMALL = 11
const LINE = 18
export const WIDTH = 196
const LABEL_LINES = 2

export const nodeLines = (label: string): string[] => wrap(label, WIDTH - 24, LABEL_LINES, FONT)

export function mapElk(graph: MapGraph): ElkNode {
  const placement = graph.edges.length > MANY ? 'BRANDES_KOEPF' : 'NETWORK_SIMPLEX'
  const layoutOptions = { ...ROOT, 'elk.layered.nodePlacement.strategy': placement }
  return { id: '', layoutOptions, children: inOrder(graph.nodes, graph.edges).map(node), edges: graph.edges.map(edge) }
}

function node({ id, label, kind }: MapNode): ElkNode {
  if (kind !== 'activity') {
    const layer = id === START ? 'FIRST' : id === END ? 'LAST' : 'NONE'
    const width = Math.ceil(textWidth(label, FONT)) + 36
    return { id, width, height: 32, layoutOptions: { 'elk.layered.layering.layerConstraint': layer } }
  }
  const lines = nodeLines(label)
  const widest = Math.max(...lines.map((line) => textWidth(line, FONT)))
  return { id, width: Math.min(WIDTH, Math.max(112, Math.ceil(widest) + 26)), height: 34 + lines.length * LINE }
}

function edge({ id, from, to, figure, weight }: MapEdge): ElkExtendedEdge {
  const labels = figure ? [{ text: figure, width: Math.ceil(textWidth(figure, SMALL)) + 8, height: 18 }] : []
  // What is often is drawn straight and downwards; what is rare makes room.
  const often = String(Math.round(1 + weight * 20))
  return {
    id,
    sources: [from],
    targets: [to],
    labels,
    layoutOptions: {
      'elk.layered.priority.straightness': often,
      'elk.layered.priority.direction': often,
      'elk.layered.priority.shortness': often,
    },
  }
}
