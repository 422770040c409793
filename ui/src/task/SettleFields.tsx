import { NativeSelect, Textarea } from '@mantine/core'
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'
import { Options } from './Options'
import classes from './task.module.css'
import type { SettleHow, TaskWork } from './useTaskWork'

const ways: { value: SettleHow; text: string }[] = [
  { value: 'retry', text: words.settle.retry },
  { value: 'continue', text: words.settle.continue },
  { value: 'end', text: words.settle.end },
]

/** How an exception is settled, and why. */
export function SettleFields({
  work: { settle, setSettle },
  outcomes,
}: {
  work: TaskWork
  outcomes: TaskForm['outcomes']
}) {
  return (
    <div className={classes.stack}>
      <Options
        title={words.settle.title}
        name="settle"
        options={ways}
        chosen={settle.how}
        disabled={false}
        onChoose={(how) => setSettle({ ...settle, how: how as SettleHow })}
      />
      {settle.how === 'end' && (
        <NativeSelect
          label={words.settle.outcome}
          data={[
            { value: '', label: words.settle.choose },
            ...outcomes.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          value={settle.outcome}
          onChange={(e) => setSettle({ ...settle, outcome: e.currentTarget.value })}
        />
      )}
      <Textarea
        label={words.settle.reason}
        autosize
        minRows={2}
        value={settle.reason}
        onChange={(e) => setSettle({ ...settle, reason: e.currentTarget.value })}
      />
    </div>
  )
}
