import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { deadLettersQuery, dispatchQuery, inDoubtQuery, setDispatch } from '../api/installation'
import { keys } from '../api/keys'
import { useSession } from '../api/session'
import { Lines } from '../shell/PageSkeleton'
import { ReasonDialog } from '../task/dialogs'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/settings'
import { Time } from '../words/Time'
import { Head } from './Section'
import classes from './settings.module.css'

const text = words.dispatch

export function DispatchPage() {
  const { administrator } = useSession().rights
  const state = useQuery({ ...dispatchQuery, refetchInterval: 30_000 })
  const [asking, setAsking] = useState(false)
  const paused = state.data?.paused ?? false
  return (
    <>
      <Head title={words.pages.dispatch} intro={text.intro}>
        {administrator && state.data && (
          <Button variant={paused ? 'filled' : 'default'} onClick={() => setAsking(true)}>
            {paused ? text.resume : text.stop}
          </Button>
        )}
      </Head>
      {state.isPending && <Lines count={2} />}
      {state.error && <p role="alert">{state.error.message}</p>}
      {state.data && (
        <div role="status">
          <StatusChip status={paused ? 'late' : 'done'}>{paused ? text.stopped : text.going}</StatusChip>
          <p className={classes.intro} style={{ marginTop: 6 }}>
            {paused ? text.stoppedHelp : state.data.here ? text.goingHelp : text.elsewhere}
          </p>
        </div>
      )}
      <InDoubtList />
      <DeadLetters />
      {asking && <Ask paused={paused} onClose={() => setAsking(false)} />}
    </>
  )
}

function Ask({ paused, onClose }: { paused: boolean; onClose: () => void }) {
  const client = useQueryClient()
  const set = useMutation({
    mutationFn: (reason: string) => setDispatch(!paused, reason),
    onSuccess: (state) => {
      client.setQueryData(dispatchQuery.queryKey, state)
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.dispatch }),
  })
  return (
    <ReasonDialog
      title={paused ? text.resumeTitle : text.stopTitle}
      label={text.reason}
      help={paused ? undefined : text.stoppedHelp}
      submit={paused ? text.resumeSubmit : text.stopSubmit}
      danger={!paused}
      pending={set.isPending}
      failure={set.error?.message}
      onSubmit={set.mutate}
      onClose={onClose}
    />
  )
}

function InDoubtList() {
  const { data, error } = useQuery(inDoubtQuery)
  return (
    <section className={classes.section}>
      <h3>{text.inDoubt}</h3>
      <p className={classes.intro}>{text.inDoubtHelp}</p>
      {error && <p role="alert">{error.message}</p>}
      {data?.length === 0 && <p className={classes.quiet}>{text.inDoubtNone}</p>}
      {!!data?.length && (
        <ul className={classes.rows}>
          {data.map(({ run, effect, what, key, attempt }) => (
            <li key={run + effect} className={classes.row}>
              <div className={classes.main}>
                <div className={classes.title}>{what}</div>
                <div className={classes.quiet}>
                  {text.attempt(attempt)} · {text.key} <code>{key}</code>
                </div>
              </div>
              <Link to="/runs/$run" params={{ run }}>
                {text.settle}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function DeadLetters() {
  const { data, error } = useQuery(deadLettersQuery)
  return (
    <section className={classes.section}>
      <h3>{text.dead}</h3>
      <p className={classes.intro}>{text.deadHelp}</p>
      {error && <p role="alert">{error.message}</p>}
      {data?.length === 0 && <p className={classes.quiet}>{text.deadNone}</p>}
      {!!data?.length && (
        <ul className={classes.rows}>
          {data.map(({ at, run, what, code, reason }) => (
            <li key={at + run + what} className={classes.row}>
              <div className={classes.main}>
                <div className={classes.title}>
                  {what} <span className={classes.badge}>{code}</span>
                </div>
                <div className={classes.quiet}>
                  <Time at={at} /> · {reason}
                </div>
              </div>
              <Link to="/runs/$run" params={{ run }}>
                {text.openRun}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
