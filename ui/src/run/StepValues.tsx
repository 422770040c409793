/** What a machine's step set, and the way to replace it where it stands. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RunScreen } from '../api/runs'
import { words } from '../words/en/run'
import { OverrideDialog } from './OverrideDialog'
import classes from './run.module.css'
import { useRunAct } from './useRunAct'

export function StepValues({ step, run }: { step: RunScreen['steps'][number]; run: RunScreen }) {
  const [asked, setAsked] = useState(false)
  const act = useRunAct(run.run, () => setAsked(false))
  const values = step.sets.flatMap((name) => run.data.find((datum) => datum.name === name) ?? [])
  if (step.visits === 0 || values.length === 0) return null
  return (
    <>
      <dl className={classes.known}>
        {values.map((datum) => (
          <div key={datum.name}>
            <dt>{datum.label}</dt>
            <dd>{datum.plain}</dd>
          </div>
        ))}
      </dl>
      {run.may.override && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            act.reset()
            setAsked(true)
          }}
        >
          {words.act.override}
        </Button>
      )}
      {asked && (
        <OverrideDialog
          run={run}
          step={step.id}
          pending={act.isPending}
          failure={act.error?.message}
          onAct={(body) => act.mutate(body)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
