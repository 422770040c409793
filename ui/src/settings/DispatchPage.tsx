import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dispatchQuery, setDispatch } from '../api/installation'
import { keys } from '../api/keys'
import { useSession } from '../api/session'
import { Lines } from '../shell/PageSkeleton'
import { ReasonDialog } from '../shell/ReasonDialog'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/settings'
import { DeadLetters } from './DeadLetters'
import { Doubts } from './Doubts'
import { Head } from './Section'
import classes from './settings.module.css'
import { UnderWay } from './UnderWay'

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
      <Doubts />
      <UnderWay />
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
