import { useMutation, useQueryClient } from '@tanstack/react-query'
import { actOnRun } from '../api/runs'
import { useSession } from '../api/session'
import type { TaskForm } from '../api/tasks'
import { GuestDialog } from '../guest/GuestDialog'
import { ReasonDialog } from '../shell/ReasonDialog'
import { words } from '../words/en/task'
import { HandOverDialog } from './HandOverDialog'
import { Notice } from './Notice'
import { RaiseDialog } from './RaiseDialog'
import { refreshTask } from './useTaskAct'
import type { TaskWork } from './useTaskWork'

export type Asked = { dialog: 'refuse' | 'reassign' | 'guest' | 'skip' } | { dialog: 'raise'; exception?: string }

interface Props {
  asked: Asked
  form: TaskForm
  work: TaskWork
  onClose: () => void
}

/** The dialog that an act of the bar opened. It stays open, with what was typed, until the server agreed. */
export function TaskDialog({ asked, form, work, onClose }: Props) {
  const { roles } = useSession()
  const client = useQueryClient()
  const skip = useMutation({
    mutationFn: (reason: string) =>
      actOnRun(form.run, { act: 'skip', step: form.step, task: Number(form.task), reason }),
    onSuccess: onClose,
    onSettled: () => refreshTask(client, form.run),
  })
  const changed = work.seen.changes.length > 0
  const shared = { pending: work.pending, failure: work.failure, onClose }
  switch (asked.dialog) {
    case 'refuse':
      return (
        <ReasonDialog
          {...shared}
          danger
          title={words.dialog.refuse.title(form.title)}
          label={words.dialog.refuse.reason}
          help={words.dialog.refuse.help}
          submit={words.dialog.refuse.submit}
          onSubmit={(reason) => {
            if (changed) work.seen.ask()
            else work.send({ act: 'refuse', reason, revision: work.seen.revision }, onClose)
          }}
        >
          {changed && <Notice seen={work.seen} onSeen={work.markSeen} />}
        </ReasonDialog>
      )
    case 'raise':
      return (
        <RaiseDialog
          {...shared}
          exceptions={form.exceptions}
          first={asked.exception}
          onSubmit={(exception, text) => work.send({ act: 'raise', exception, words: text }, onClose)}
        />
      )
    case 'reassign':
      return (
        <HandOverDialog
          {...shared}
          title={words.dialog.reassign.title(form.title)}
          roles={form.candidates.length ? form.candidates : roles}
          onSubmit={(to) => work.send({ act: 'reassign', ...to }, onClose)}
        />
      )
    case 'guest':
      return <GuestDialog run={form.run} task={form.task} title={form.title} onClose={onClose} />
    case 'skip':
      return (
        <ReasonDialog
          danger
          pending={skip.isPending}
          failure={skip.error?.message}
          onClose={onClose}
          title={words.dialog.skip.title(form.title)}
          label={words.dialog.skip.reason}
          submit={words.dialog.skip.submit}
          onSubmit={(reason) => skip.mutate(reason)}
        />
      )
  }
}
