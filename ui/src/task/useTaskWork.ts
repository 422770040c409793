/** The work on one open task: what was typed, what changed meanwhile, and how it is sent. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '../api/keys'
import { asProblem, type Problem } from '../api/problem'
import { useSession } from '../api/session'
import type { ActDone, TaskAct, TaskForm } from '../api/tasks'
import { useEntries } from '../form/useEntries'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/task'
import { type ArgumentLine, type Primary, readArguments, suggestedOption } from './acts'
import { useSeen } from './useSeen'
import { useTaskAct } from './useTaskAct'

export type SettleHow = 'retry' | 'continue' | 'end'

export function useTaskWork(form: TaskForm, onDone: (act: TaskAct['act'], acted: ActDone) => void) {
  const { person, zone } = useSession()
  const client = useQueryClient()
  const act = useTaskAct(form)
  const entries = useEntries({
    person: person.id,
    run: form.run,
    task: form.task,
    revision: String(form.revision),
    fields: form.fields,
    current: form.current,
    zone,
  })
  const [signed, setSigned] = useState(false)
  const [lines, setLines] = useState<ArgumentLine[]>()
  const [option, setOption] = useState<string | undefined>(() => suggestedOption(form))
  const [settle, setSettle] = useState<{ how?: SettleHow; outcome: string; reason: string }>({
    outcome: '',
    reason: '',
  })
  const [failure, setFailure] = useState<string>()

  const seen = useSeen(form, person)
  const { revision } = seen
  const markSeen = () => {
    seen.mark()
    setFailure(undefined)
  }

  const send = (body: TaskAct, then?: () => void) => {
    setFailure(undefined)
    const takeOut = seen.own(body)
    // A promise, since the task can leave the screen by a live update before its own answer arrives.
    act.mutateAsync(body).then(
      (done) => {
        if (body.act !== 'claim' && body.act !== 'release') entries.forget()
        then?.()
        onDone(body.act, done)
      },
      (error: unknown) => {
        takeOut()
        if (body.act !== 'claim' && body.act !== 'release') refuse(asProblem(error))
      },
    )
  }
  const refuse = (problem: Problem) => {
    if (problem.code === 'stale') {
      const current = problem.current as TaskForm | undefined
      if (current?.task === form.task) {
        client.setQueryData(keys.task(form.run, form.task), current)
        seen.stale(current)
      }
      setFailure(`${words.stale} ${problem.message}`)
      return
    }
    entries.refuse(problem)
    if (problem.errors.length === 0) setFailure(problem.message)
  }

  const sendPrimary = (primary: Primary) => {
    if (act.isPending) return
    if (primary === 'claim') return send({ act: 'claim' })
    if (seen.changes.length > 0) return seen.ask()
    if (primary === 'choose') {
      if (option !== undefined) send({ act: 'choose', option: Number(option), revision })
      else setFailure(words.choices.title)
      return
    }
    if (primary === 'settle') return sendSettle()
    const values = entries.collect()
    if (!values) return
    if (form.sign && !signed) return setFailure(words.signFirst)
    if (primary === 'complete') return send({ act: 'complete', values, signed, revision })
    const edited = lines ? readArguments(lines) : undefined
    if (edited && 'bad' in edited) return setFailure(words.action.bad(edited.bad))
    send({ act: 'approve', values, signed, revision, ...(edited ? { arguments: edited.value } : {}) })
  }
  const sendSettle = () => {
    const { how, outcome, reason } = settle
    if (!how || (how === 'end' && !outcome.trim())) return setFailure(words.settle.title)
    if (!reason.trim()) return setFailure(shell.reasonNeeded)
    send({ act: 'settle', how: how === 'end' ? { end: outcome.trim() } : how, reason: reason.trim() })
  }

  return {
    zone,
    entries,
    signed,
    setSigned,
    lines,
    setLines,
    option,
    setOption,
    settle,
    setSettle,
    failure,
    seen,
    markSeen,
    send,
    sendPrimary,
    pending: act.isPending,
  }
}

export type TaskWork = ReturnType<typeof useTaskWork>
