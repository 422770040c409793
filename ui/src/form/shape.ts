/** Which control a field gets, by its type and by how many choices there are. */
import type { Field } from './field'

export type ChoiceShape = 'segments' | 'radios' | 'select'

export function choiceShape(options: unknown[]): ChoiceShape {
  const letters = options.reduce<number>((sum, option) => sum + String(option).length + 3, 0)
  if (options.length <= 4 && letters <= 44) return 'segments'
  return options.length <= 7 ? 'radios' : 'select'
}

/** Whether every part of a row fits a table cell. */
export const fitsTable = (item: Field): boolean =>
  item.type !== 'list' &&
  (item.type !== 'object' ||
    ((item.properties?.length ?? 0) <= 5 &&
      (item.properties ?? []).every((part) => !['list', 'object', 'file'].includes(part.type) && !part.multiline)))

/** The `accept` of a file input, and whether a camera makes sense. */
export function fileAccept(accept: string[] | null | undefined): { accept?: string; camera: boolean } {
  if (!accept?.length) return { camera: true }
  return { accept: accept.join(','), camera: accept.some((kind) => kind === '*/*' || kind.startsWith('image/')) }
}

export function acceptsFile(accept: string[] | null | undefined, mediaType: string): boolean {
  if (!accept?.length) return true
  return accept.some(
    (kind) => kind === '*/*' || kind === mediaType || (kind.endsWith('/*') && mediaType.startsWith(kind.slice(0, -1))),
  )
}

/** A run's id out of what was pasted: its address, or the id itself. */
export function runId(pasted: string): string {
  const found = /\/runs\/([^/?#\s]+)/.exec(pasted)
  return found?.[1] ? decodeURIComponent(found[1]) : pasted.trim()
}
