/** What part of the drawing is shown, and how large. */
import type { Box } from './place'

export interface Camera {
  x: number
  y: number
  zoom: number
}

export interface Pane {
  width: number
  height: number
}

export const LEAST_ZOOM = 0.1
export const MOST_ZOOM = 2
/** Below it, text is hard to read; the first view goes no further out. */
const READABLE = 0.62

/** Everything, in the middle. */
export function whole(drawing: Pane, pane: Pane): Camera {
  const fitting = Math.min(pane.width / (drawing.width || 1), pane.height / (drawing.height || 1), 1)
  const zoom = Math.max(LEAST_ZOOM, fitting)
  return { x: (pane.width - drawing.width * zoom) / 2, y: (pane.height - drawing.height * zoom) / 2, zoom }
}

/** A pane as narrow as a phone shows less, larger: there is no room beside the flow for more anyway. */
const NARROW = 480
const READABLE_NARROW = 0.85

/** The first view: everything where it can be read, else from the top, around `first`. */
export function opening(drawing: Pane, pane: Pane, first: Box | undefined): Camera {
  const all = whole(drawing, pane)
  const readable = pane.width < NARROW ? READABLE_NARROW : READABLE
  if (all.zoom >= readable) return { ...all, y: Math.min(all.y, 24) }
  const zoom = Math.max(readable, Math.min(1, pane.width / (drawing.width || 1)))
  if (drawing.width * zoom <= pane.width) return { x: (pane.width - drawing.width * zoom) / 2, y: 0, zoom }
  const middle = first ? first.x + first.width / 2 : drawing.width / 2
  const x = pane.width / 2 - middle * zoom
  return { x: Math.min(0, Math.max(x, pane.width - drawing.width * zoom)), y: 0, zoom }
}

/** Where a node is to be read, not only seen. */
const READING = 0.85

/**
 * Moves as little as shows the box with some room around; the same camera when it is shown already. From so far out that
 * nothing could be read it comes near.
 */
export function showing(camera: Camera, pane: Pane, box: Box, room = 40): Camera {
  if (camera.zoom < READABLE * 0.8) {
    const zoom = READING
    const x = pane.width / 2 - (box.x + box.width / 2) * zoom
    const y = pane.height / 2 - (box.y + box.height / 2) * zoom
    return { x, y, zoom }
  }
  const shift = (from: number, length: number, size: number): number => {
    const gap = Math.min(room, Math.max(0, (size - length) / 2))
    if (from < gap) return gap - from
    if (from + length > size - gap) return size - gap - from - length
    return 0
  }
  const x = shift(box.x * camera.zoom + camera.x, box.width * camera.zoom, pane.width)
  const y = shift(box.y * camera.zoom + camera.y, box.height * camera.zoom, pane.height)
  return x === 0 && y === 0 ? camera : { ...camera, x: camera.x + x, y: camera.y + y }
}
