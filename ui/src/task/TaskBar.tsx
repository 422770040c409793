/** The acts of a task, always in reach: one primary, the others beside it or in a menu. */
import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { TaskForm } from '../api/tasks'
import { LateMenu } from '../shell/LateMenu'
import { words } from '../words/en/task'
import { type Primary, primaryWords } from './acts'
import type { Asked } from './TaskDialog'
import classes from './task.module.css'
import type { TaskWork } from './useTaskWork'

// None of them is asked for with the first look at a task.
const TaskDialog = lazy(async () => ({ default: (await import('./TaskDialog')).TaskDialog }))

export function TaskBar({ form, work, primary }: { form: TaskForm; work: TaskWork; primary: Primary | undefined }) {
  const [asked, setAsked] = useState<Asked>()
  const { may } = form
  const mustLook = work.seen.changes.length > 0 && primary !== 'claim'
  const canHandOver = may.claim || may.release || may.reassign || may.guest || may.skip
  if (!primary && !may.refuse && !may.raise && !canHandOver) return null
  return (
    <footer className={classes.bar}>
      {primary && (
        <Button loading={work.pending} onClick={() => work.sendPrimary(primary)}>
          {mustLook ? words.lookFirst : primaryWords(primary, form, !!work.lines)}
        </Button>
      )}
      {may.refuse && (
        <Button variant="default" onClick={() => setAsked({ dialog: 'refuse' })}>
          {words.act.refuse}
        </Button>
      )}
      {may.raise && <RaiseMenu exceptions={form.exceptions} onAsk={setAsked} />}
      {canHandOver && (
        <LateMenu
          label={words.act.handOver}
          entries={[
            may.claim && primary !== 'claim' && { label: words.act.claim, run: () => work.send({ act: 'claim' }) },
            may.release && { label: words.act.release, run: () => work.send({ act: 'release' }) },
            may.reassign && { label: words.act.reassign, run: () => setAsked({ dialog: 'reassign' }) },
            may.guest && { label: words.act.guest, run: () => setAsked({ dialog: 'guest' }) },
            may.skip && { label: words.act.skip, run: () => setAsked({ dialog: 'skip' }) },
          ]}
        />
      )}
      <Suspense>
        {asked && <TaskDialog asked={asked} form={form} work={work} onClose={() => setAsked(undefined)} />}
      </Suspense>
    </footer>
  )
}

function RaiseMenu({ exceptions, onAsk }: { exceptions: TaskForm['exceptions']; onAsk: (asked: Asked) => void }) {
  if (exceptions.length === 0) {
    return (
      <Button variant="subtle" color="gray" onClick={() => onAsk({ dialog: 'raise' })}>
        {words.act.raise}
      </Button>
    )
  }
  return (
    <LateMenu
      label={words.act.raise}
      entries={[
        ...exceptions.map(({ id, title }) => ({
          label: title,
          run: () => onAsk({ dialog: 'raise', exception: id }),
        })),
        { label: words.dialog.raise.other, run: () => onAsk({ dialog: 'raise' }) },
      ]}
    />
  )
}
