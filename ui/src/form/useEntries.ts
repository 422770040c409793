/**
 * The state of a form: what was typed, what is wrong with it, and its copy in this browser. A live update of the task
 * brings new fields and values; what was typed stays.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Problem } from '../api/problem'
import { draftPlace, type Entries, fitDraft, keepable, keepDraft, readDraft } from './draft'
import { type Change, changed, type Field } from './field'
import { placeMistakes } from './serverMistakes'
import { entriesOf, entryIn, type Mistake, mistakesIn, sentValues } from './values'

export interface FormSource {
  person: string
  run: string
  task: string
  revision: string
  fields: Field[]
  current: Record<string, unknown>
  zone: string
}

export interface EntriesState {
  entries: Entries
  change: (name: string, change: Change) => void
  mistakes: Mistake[]
  /** Checks everything; the values to send, or nothing while something is wrong. */
  collect: () => Record<string, unknown> | undefined
  refuse: (problem: Problem) => void
  /** Something typed earlier was brought back, before (`same`) or after (`changed`) the task changed. */
  restored: 'same' | 'changed' | undefined
  startOver: () => void
  /** After success: nothing of it stays in this browser. */
  forget: () => void
  touched: boolean
}

export function useEntries(source: FormSource): EntriesState {
  const { fields, current, zone, revision } = source
  const place = draftPlace(source.person, source.run, source.task)
  const [typed, setTyped] = useState<Entries>(() => {
    const draft = readDraft(localStorage, place, Date.now())
    return draft ? fitDraft(fields, draft.entries) : {}
  })
  const [restored, setRestored] = useState<EntriesState['restored']>(() => {
    const draft = readDraft(localStorage, place, Date.now())
    if (!draft || Object.keys(fitDraft(fields, draft.entries)).length === 0) return undefined
    return draft.revision === revision ? 'same' : 'changed'
  })
  const [mistakes, setMistakes] = useState<Mistake[]>([])
  const forgotten = useRef(false)

  const entries = useMemo(() => entriesOf(fields, typed, current), [fields, typed, current])
  // What is known by the time a change is made, which may be long after whoever makes it was drawn.
  const known = useRef({ fields, current })
  useEffect(() => {
    known.current = { fields, current }
  }, [fields, current])

  useEffect(() => {
    if (forgotten.current) return
    keepDraft(localStorage, place, { revision, at: Date.now(), entries: keepable(fields, typed) })
  }, [place, revision, fields, typed])

  const change = useCallback((name: string, change: Change) => {
    forgotten.current = false
    const field = known.current.fields.find((field) => field.name === name)
    const { current } = known.current
    setTyped((old) => ({ ...old, [name]: changed(field && entryIn(field, old, current), change) }))
    setMistakes((old) => old.filter(({ path }) => path !== name && !path.startsWith(`${name}.`)))
  }, [])

  const collect = () => {
    const found = fields.flatMap((field) => mistakesIn(field, entries[field.name]))
    setMistakes(found)
    if (found.length > 0) return undefined
    return sentValues(fields, typed, current, zone)
  }
  const forget = () => {
    forgotten.current = true
    localStorage.removeItem(place)
  }
  const startOver = () => {
    setTyped({})
    setMistakes([])
    setRestored(undefined)
  }
  const refuse = (problem: Problem) => setMistakes(placeMistakes(fields, problem))
  return {
    entries,
    change,
    mistakes,
    collect,
    refuse,
    restored,
    startOver,
    forget,
    touched: Object.keys(typed).length > 0,
  }
}
