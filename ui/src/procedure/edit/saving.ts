/** How a draft is saved by itself: one request at a time, what is typed meanwhile is saved next, nothing is overwritten. */

export interface Saving {
  /** What stands in the editor. */
  text: string
  /** What the server holds, and under which tag. */
  saved: string
  etag: string
  /** What is on its way. */
  sending: string | undefined
  /** What somebody else saved instead. */
  theirs: { text: string; etag: string; by: string } | undefined
  failure: string | undefined
}

export type SavingEvent =
  | { is: 'typed'; text: string }
  | { is: 'sent' }
  | { is: 'saved'; text: string; etag: string }
  | { is: 'refused'; theirs: { text: string; etag: string; by: string } }
  | { is: 'failed'; words: string }
  | { is: 'changed'; text: string; etag: string; by: string }
  | { is: 'kept-mine' }
  | { is: 'took-theirs' }

export function begin(text: string, etag: string): Saving {
  return { text, saved: text, etag, sending: undefined, theirs: undefined, failure: undefined }
}

export function next(state: Saving, event: SavingEvent): Saving {
  switch (event.is) {
    case 'typed':
      return { ...state, text: event.text }
    case 'sent':
      return { ...state, sending: state.text, failure: undefined }
    case 'saved':
      return { ...state, saved: event.text, etag: event.etag, sending: undefined, failure: undefined }
    case 'refused': {
      const base = { ...state, sending: undefined }
      // Two windows of one person often hold the same text.
      if (event.theirs.text === state.text) return { ...base, saved: state.text, etag: event.theirs.etag }
      return { ...base, theirs: event.theirs }
    }
    case 'failed':
      return { ...state, sending: undefined, failure: event.words }
    case 'changed':
      if (event.etag === state.etag || state.sending !== undefined) return state
      // Whoever has typed nothing simply sees the new text; for anyone else the next save finds the conflict.
      if (state.text !== state.saved) return state
      return { ...state, text: event.text, saved: event.text, etag: event.etag }
    case 'kept-mine':
      return state.theirs ? { ...state, saved: state.theirs.text, etag: state.theirs.etag, theirs: undefined } : state
    case 'took-theirs': {
      const { theirs } = state
      return theirs ? { ...state, text: theirs.text, saved: theirs.text, etag: theirs.etag, theirs: undefined } : state
    }
  }
}

export const isDirty = (state: Saving): boolean => state.text !== state.saved

/** Whether the next request may go. */
export const maySend = (state: Saving): boolean =>
  isDirty(state) && state.sending === undefined && state.theirs === undefined

export type Standing = 'unsaved' | 'saving' | 'saved' | 'published' | 'conflict' | 'failed'

/** `published`: the text is the published version's, word for word. */
export function standing(state: Saving, published: string | undefined): Standing {
  if (state.theirs) return 'conflict'
  if (state.failure !== undefined) return 'failed'
  if (state.sending !== undefined) return 'saving'
  if (isDirty(state)) return 'unsaved'
  return published !== undefined && state.saved === published ? 'published' : 'saved'
}

/** The lines of both texts, those that the other does not have marked. */
export function compared(mine: string, theirs: string): { mine: MarkedLine[]; theirs: MarkedLine[] } {
  const one = mine.split('\n')
  const other = theirs.split('\n')
  const mark = (lines: string[], there: Set<string>) => lines.map((text) => ({ text, own: !there.has(text) }))
  return { mine: mark(one, new Set(other)), theirs: mark(other, new Set(one)) }
}

export interface MarkedLine {
  text: string
  own: boolean
}
