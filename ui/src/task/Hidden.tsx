/** Values that are hidden here, shown for a reason that stands in the ledger; and hidden again. */
import { Button } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { keys } from '../api/keys'
import { revealTask, type TaskForm } from '../api/tasks'
import { words } from '../words/en/task'
import { uncovered } from './hidden'
import classes from './task.module.css'

const ReasonDialog = lazy(async () => ({ default: (await import('../shell/ReasonDialog')).ReasonDialog }))

interface Props {
  form: TaskForm
  revealed: TaskForm | undefined
  onReveal: (form: TaskForm | undefined) => void
}

export function Hidden({ form, revealed, onReveal }: Props) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const reveal = useMutation({
    mutationFn: (reason: string) => revealTask(form.run, form.task, reason),
    onSuccess: (shown) => {
      onReveal(shown)
      setAsking(false)
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.ledger }),
  })
  const text = words.hidden
  if (revealed) {
    const lines = uncovered(form, revealed)
    return (
      <section className={classes.section} aria-label={text.title}>
        <h2 className={classes.sub}>{text.title}</h2>
        {lines.length > 0 && (
          <dl className={classes.facts}>
            {lines.map(({ label, text: value }) => [
              <dt key={`${label} name`}>{label}</dt>,
              <dd key={`${label} value`}>{value}</dd>,
            ])}
          </dl>
        )}
        <p className={classes.quiet}>{text.noted}</p>
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'start' }}
          leftSection={<IconEyeOff size={14} aria-hidden="true" />}
          onClick={() => onReveal(undefined)}
        >
          {text.hide}
        </Button>
      </section>
    )
  }
  return (
    <div>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconEye size={14} aria-hidden="true" />}
        onClick={() => {
          reveal.reset()
          setAsking(true)
        }}
      >
        {text.show}
      </Button>
      <Suspense>
        {asking && (
          <ReasonDialog
            title={text.dialog(form.title)}
            label={text.reason}
            help={text.help}
            submit={text.submit}
            pending={reveal.isPending}
            failure={reveal.error?.message}
            onSubmit={reveal.mutate}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </div>
  )
}
