import { useEffect, useState } from 'react'
import { type Checked, check } from '../../api/checking'
import { asProblem } from '../../api/problem'
import type { Graph } from '../diagram/graph'

export interface Checking {
  /** What the checker said last. */
  checked: Checked | undefined
  pending: boolean
  failure: string | undefined
  /** The last reading and flow of a text that could be read. */
  good: { html: string; graph: Graph } | undefined
  /** Whether they are of an older text than the one that was checked. */
  old: boolean
}

const PAUSE_MS = 300

/** Asks the checker as one types; an answer to an older text is thrown away with its request. */
export function useCheck(text: string): Checking {
  const [state, setState] = useState<Checking>({
    checked: undefined,
    pending: true,
    failure: undefined,
    good: undefined,
    old: false,
  })
  useEffect(() => {
    const control = new AbortController()
    setState((old) => (old.pending ? old : { ...old, pending: true }))
    const timer = setTimeout(() => {
      check(text, control.signal)
        .then((checked) =>
          setState((old) => {
            const { html, graph } = checked
            const fresh = html && graph ? { html, graph } : undefined
            return { checked, pending: false, failure: undefined, good: fresh ?? old.good, old: !fresh }
          }),
        )
        .catch((error: unknown) => {
          if (control.signal.aborted) return
          setState((old) => ({ ...old, pending: false, failure: asProblem(error).message }))
        })
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [text])
  return state
}
