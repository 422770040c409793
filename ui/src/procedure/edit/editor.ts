import type { Ref } from 'react'
import type { Diagnostic } from '../../api/checking'
import type { Schema } from './text/schema'

/** What the page asks of the editor beyond its text. */
export interface EditorHandle {
  /** Puts the cursor there and the focus into the text. */
  goTo: (offset: number) => void
  /** Puts the cursor there; the focus stays where it is. */
  show: (offset: number) => void
}

export interface EditorProps {
  text: string
  diagnostics: Diagnostic[]
  schema: Schema | undefined
  onChange: (text: string) => void
  onCursor: (offset: number) => void
  handle: Ref<EditorHandle>
}
