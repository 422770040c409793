import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { completeAsGuest, type GuestTask } from '../api/guests'
import { asProblem } from '../api/problem'
import { Fields } from '../form/Fields'
import { useEntries } from '../form/useEntries'
import { TaskSheet } from '../task/TaskSheet'
import { words } from '../words/en/guest'
import { words as task } from '../words/en/task'
import { exactTime } from '../words/format'
import { hasEnded } from './ended'
import classes from './guest.module.css'

interface Props {
  secret: string
  opened: GuestTask
  onDone: () => void
  onStale: () => void
}

export function GuestForm({ secret, opened: { name, host, installation, expires_at, task: form }, ...tell }: Props) {
  // Somebody from outside has no zone here but the one of their own device.
  const zone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, [])
  const [signed, setSigned] = useState(false)
  const [failure, setFailure] = useState<string>()
  const state = useEntries({
    person: 'guest',
    run: form.run,
    task: form.task,
    revision: String(form.revision),
    fields: form.fields,
    current: form.current,
    zone,
  })
  const complete = useMutation({
    mutationFn: completeAsGuest,
    onSuccess: () => {
      state.forget()
      tell.onDone()
    },
    onError: (error) => {
      const problem = asProblem(error)
      if (problem.code === 'stale') {
        setFailure(words.stale)
        return tell.onStale()
      }
      if (hasEnded(problem)) return tell.onStale()
      state.refuse(problem)
      if (problem.errors.length === 0) setFailure(problem.message)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setFailure(undefined)
    const values = state.collect()
    if (!values) return
    if (form.sign && !signed) return setFailure(task.signFirst)
    complete.mutate({ secret, values, signed, revision: form.revision })
  }
  return (
    <form onSubmit={send} noValidate style={{ display: 'contents' }}>
      <div>
        <p className={classes.asks}>
          {words.hello(name)}. {words.asks(host.name, installation)}:
        </p>
        <h1>{form.title}</h1>
      </div>
      <TaskSheet form={form} signed={signed} onSigned={setSigned}>
        {form.fields.length > 0 ? (
          <Fields fields={form.fields} state={state} zone={zone} guest={secret} />
        ) : (
          <p className={classes.quiet}>{words.noForm}</p>
        )}
      </TaskSheet>
      {failure && <p role="alert">{failure}</p>}
      <div className={classes.end}>
        <span>
          {words.until} {exactTime(expires_at, zone)}
        </span>
        <Button type="submit" loading={complete.isPending}>
          {words.submit}
        </Button>
      </div>
    </form>
  )
}
