import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { type Draft, saveDraft } from '../../api/drafts'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { begin, isDirty, maySend, next } from './saving'

const PAUSE_MS = 900
const AGAIN_MS = 5000

/** Saves a draft a moment after the last letter, and again when that failed. */
export function useSaving(draft: Draft) {
  const client = useQueryClient()
  const [state, tell] = useReducer(next, undefined, () => begin(draft.text, draft.etag))
  const latest = useRef(state)
  latest.current = state

  const save = useCallback(
    async (base?: number) => {
      const { text, etag, sending } = latest.current
      if (base === undefined ? !maySend(latest.current) : sending !== undefined) return
      tell({ is: 'sent' })
      try {
        const saved = await saveDraft(draft.id, text, etag, base)
        client.setQueryData(keys.draft(draft.id), saved)
        tell({ is: 'saved', text, etag: saved.etag })
      } catch (error) {
        const problem = asProblem(error)
        const current = problem.code === 'changed-meanwhile' ? (problem.current as Draft | undefined) : undefined
        if (current) tell({ is: 'refused', theirs: { text: current.text, etag: current.etag, by: current.by.name } })
        else tell({ is: 'failed', words: problem.message })
      }
    },
    [client, draft.id],
  )

  const { text, failure } = state
  const waiting = maySend(state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every letter begins the pause anew
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => void save(), failure === undefined ? PAUSE_MS : AGAIN_MS)
    return () => clearTimeout(timer)
  }, [text, waiting, failure, save])

  useEffect(() => {
    tell({ is: 'changed', text: draft.text, etag: draft.etag, by: draft.by.name })
  }, [draft])

  // Leaving the page saves what the pause still held; closing the window asks first.
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (isDirty(latest.current)) event.preventDefault()
    }
    window.addEventListener('beforeunload', onLeave)
    return () => {
      window.removeEventListener('beforeunload', onLeave)
      void save()
    }
  }, [save])

  return { state, tell, save }
}
