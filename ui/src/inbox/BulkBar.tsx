/** Acts on every selected task; what was refused is told and stays selected. */
import { Button, CloseButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '../api/keys'
import { asProblem } from '../api/problem'
import { actOnTask, type TaskAct, type TaskItem } from '../api/tasks'
import { HandOverDialog } from '../task/HandOverDialog'
import { words } from '../words/en/inbox'
import { words as task } from '../words/en/task'
import classes from './inbox.module.css'
import { each, nameOf } from './rows'
import type { Inbox } from './useInbox'

export function BulkBar({ inbox }: { inbox: Inbox }) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const chosen = inbox.rows.filter((row) => inbox.selected.has(nameOf(row)))
  const roles = new Map(chosen.flatMap((row) => row.candidates.map(({ role, title }) => [role, title])))
  const act = useMutation({
    mutationFn: (body: TaskAct) => each(chosen, (row: TaskItem) => actOnTask(row.run, row.task, body)),
    onSuccess: (results, { act: verb }) => {
      const refused = results.filter(({ error }) => error)
      const done = results.length - refused.length
      if (done > 0)
        notifications.show({
          message: words.bulk.done(done, verb === 'claim' ? words.bulk.claimed : words.bulk.reassigned),
        })
      const first = refused[0]
      if (first) {
        notifications.show({
          color: 'red',
          autoClose: false,
          title: words.bulk.partly(refused.length),
          message: words.bulk.first(first.item.title, asProblem(first.error).message),
        })
      }
      setAsking(false)
      inbox.choose(refused.map(({ item }) => nameOf(item)))
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.tasks })
      void client.invalidateQueries({ queryKey: ['task'] })
    },
  })
  return (
    <div className={classes.bulk} role="status">
      <span className={classes.bulkCount}>{words.bulk.selected(chosen.length)}</span>
      <Button size="xs" variant="default" loading={act.isPending} onClick={() => act.mutate({ act: 'claim' })}>
        {words.bulk.claim}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {words.bulk.reassign}
      </Button>
      <CloseButton size="sm" aria-label={words.bulk.clear} title={words.bulk.clear} onClick={inbox.clear} />
      {asking && (
        <HandOverDialog
          title={task.dialog.reassign.many(chosen.length)}
          roles={[...roles].map(([role, title]) => ({ role: role ?? '', title: title ?? '' }))}
          pending={act.isPending}
          onSubmit={(to) => act.mutate({ act: 'reassign', ...to })}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
