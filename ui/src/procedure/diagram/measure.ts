/** How large nodes and labels are drawn. The layout needs it before anything is on the screen, so text is estimated. */

import type { ViewNode } from './fold'

export interface Size {
  width: number
  height: number
}

export const NODE_WIDTH = 232
export const LINE = 18
export const SMALL_LINE = 16
export const MARK_LINE = 18
/** Room for the frame's title above what is in a block. */
export const BLOCK_HEAD = 32

const LABEL_LINES = 3
const EDGE_LABEL_WIDTH = 168
const EDGE_LABEL_LINES = 3
const FONT = 13
const SMALL_FONT = 12

/** Estimated width in pixels. Wide scripts take a whole em, narrow letters less. */
export function textWidth(text: string, font: number): number {
  let ems = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    if (code > 0x2e7f) ems += 1
    else if ("iljtfrI.,:;'|!()[] ".includes(letter)) ems += 0.36
    else if (letter >= 'A' && letter <= 'Z') ems += 0.7
    else if ('mw@%—'.includes(letter)) ems += 0.86
    else ems += 0.58
  }
  return ems * font
}

/** The text in lines of at most `width` pixels; what does not fit in `most` lines ends in an ellipsis. */
export function wrap(text: string, width: number, most: number, font: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of pieces(text, width, font)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidth(longer, font) > width) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  if (line !== '') lines.push(line)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), shortened(lines[most - 1] ?? '', width, font)]
}

/** The words of a text, those that are too long for a line cut. */
function pieces(text: string, width: number, font: number): string[] {
  return text.split(/\s+/).flatMap((word) => {
    if (textWidth(word, font) <= width) return word === '' ? [] : [word]
    const cut: string[] = []
    let piece = ''
    for (const letter of word) {
      if (piece !== '' && textWidth(piece + letter, font) > width) {
        cut.push(piece)
        piece = ''
      }
      piece += letter
    }
    return piece === '' ? cut : [...cut, piece]
  })
}

function shortened(line: string, width: number, font: number): string {
  const letters = [...line]
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, font) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

export function labelLines(node: ViewNode): string[] {
  const room = node.kind === 'decision' ? NODE_WIDTH - 56 : NODE_WIDTH - 28
  return wrap(node.label, room, LABEL_LINES, FONT)
}

export function edgeLabelLines(label: string): string[] {
  return wrap(label, EDGE_LABEL_WIDTH, EDGE_LABEL_LINES, SMALL_FONT)
}

export function edgeLabelSize(label: string): Size {
  const lines = edgeLabelLines(label)
  const width = Math.max(0, ...lines.map((line) => textWidth(line, SMALL_FONT)))
  return { width: Math.ceil(width) + 12, height: lines.length * SMALL_LINE + 4 }
}

/** The size of a node; an open block's is found by the layout. */
export function nodeSize(node: ViewNode): Size {
  const lines = Math.max(1, labelLines(node).length)
  switch (node.kind) {
    case 'start':
    case 'end':
      // An end that is a step of its own is drawn as one.
      if (node.number != null) return boxed(node, lines)
      return { width: Math.max(88, pill(node.label)), height: 16 + lines * LINE }
    case 'gateway':
      if (node.label === '' && node.number == null) return { width: 24, height: 24 }
      return node.number == null ? { width: pill(node.label), height: 10 + lines * LINE } : boxed(node, lines)
    case 'block':
      return { width: NODE_WIDTH, height: BLOCK_HEAD + SMALL_LINE + 8 }
    default:
      return boxed(node, lines)
  }
}

function pill(label: string): number {
  return Math.min(NODE_WIDTH, Math.ceil(textWidth(label, FONT)) + 36)
}

/** A head with number and kind, the title, who does it, and the condition's mark. */
function boxed(node: ViewNode, lines: number): Size {
  const role = node.role == null && node.kind !== 'exception' ? 0 : SMALL_LINE
  const condition = node.condition == null ? 0 : SMALL_LINE
  const marks = (node.marks?.length ?? 0) * MARK_LINE
  return { width: NODE_WIDTH, height: 18 + SMALL_LINE + lines * LINE + role + condition + marks }
}
