/** Files that become drafts. */
import type { Spelling } from '../../api/checking'

/** Bytes; the server takes no larger document. */
export const MOST_BYTES = 1_000_000

/** By the name, as `convert` reads it; nothing for another kind of file. */
export function spellingOf(name: string): Spelling | undefined {
  const end = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  if (end === 'yaml' || end === 'yml') return 'yaml'
  if (end === 'json') return 'json'
  return end === 'md' || end === 'markdown' ? 'markdown' : undefined
}

export const FRAME = `procedure: 1
id: new-procedure
title: New procedure
steps: []
`
