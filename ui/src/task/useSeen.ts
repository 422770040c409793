/** Follows what somebody has seen of a task while it changes under them. */
import { useRef, useState } from 'react'
import type { TaskAct, TaskForm } from '../api/tasks'
import { whatChanged } from './changes'
import { afterOwn, afterStale } from './seen'

const NONE: string[] = []

export function useSeen(form: TaskForm, me: { id: string; name: string }) {
  const [seen, setSeen] = useState(form)
  const look = useRef<HTMLButtonElement>(null)
  return {
    /** Of the form that whatever is sent answers. */
    revision: seen.revision,
    changes: seen === form ? NONE : whatChanged(seen, form, me.id),
    /** Where it is said that the changes have been seen. */
    look,
    ask: () => {
      look.current?.scrollIntoView({ block: 'center' })
      look.current?.focus()
    },
    mark: () => setSeen(form),
    /** Takes an act of one's own into account; gives back how to take it out again. */
    own: (act: TaskAct) => {
      const { assignee } = seen
      setSeen((old) => afterOwn(old, act, me))
      return () => setSeen((old) => ({ ...old, assignee }))
    },
    stale: (now: TaskForm) => setSeen((old) => afterStale(old, now, me.id)),
  }
}

export type Seen = ReturnType<typeof useSeen>
