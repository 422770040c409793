/** The layout engine's answer as places on the drawing: boxes, and the engine's own edge sections as paths. */

import type { ElkEdgeSection, ElkNode, ElkPoint } from 'elkjs/lib/elk-api'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface PlacedEdge {
  /** An SVG path with rounded corners. */
  path: string
  /** The upper left corner of the label, where there is one. */
  label?: Box
}

export interface Placed {
  width: number
  height: number
  nodes: ReadonlyMap<string, Box>
  edges: ReadonlyMap<string, PlacedEdge>
}

const CORNER = 7

export function place(root: ElkNode): Placed {
  const nodes = new Map<string, Box>()
  const edges = new Map<string, PlacedEdge>()
  walk(root, nodes, edges)
  return { width: root.width ?? 0, height: root.height ?? 0, nodes, edges }
}

function walk(node: ElkNode, nodes: Map<string, Box>, edges: Map<string, PlacedEdge>): void {
  for (const edge of node.edges ?? []) {
    const path = (edge.sections ?? []).map((section) => pathOf(points(section))).join(' ')
    const label = edge.labels?.[0]
    edges.set(edge.id, { path, ...(label === undefined ? {} : { label: boxOf(label) }) })
  }
  for (const child of node.children ?? []) {
    nodes.set(child.id, boxOf(child))
    walk(child, nodes, edges)
  }
}

function boxOf(shape: { x?: number; y?: number; width?: number; height?: number }): Box {
  return { x: shape.x ?? 0, y: shape.y ?? 0, width: shape.width ?? 0, height: shape.height ?? 0 }
}

function points(section: ElkEdgeSection): ElkPoint[] {
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
}

/** A line through the points whose corners are rounded, by less where two corners are close. */
export function pathOf(line: readonly ElkPoint[]): string {
  const [first, ...rest] = line
  if (first === undefined) return ''
  let path = `M${round(first.x)} ${round(first.y)}`
  let before = first
  rest.forEach((corner, at) => {
    const after = rest[at + 1]
    if (after === undefined) {
      path += ` L${round(corner.x)} ${round(corner.y)}`
      return
    }
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2)
    const into = towards(corner, before, radius)
    const out = towards(corner, after, radius)
    path += ` L${round(into.x)} ${round(into.y)} Q${round(corner.x)} ${round(corner.y)} ${round(out.x)} ${round(out.y)}`
    before = corner
  })
  return path
}

function distance(one: ElkPoint, other: ElkPoint): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function towards(from: ElkPoint, to: ElkPoint, by: number): ElkPoint {
  const far = distance(from, to)
  if (far === 0) return from
  return { x: from.x + ((to.x - from.x) * by) / far, y: from.y + ((to.y - from.y) * by) / far }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
