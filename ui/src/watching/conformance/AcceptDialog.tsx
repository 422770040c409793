/** What is accepted, why, and until when. */
import { Modal, Radio, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { acceptDeviation, type Deviation } from '../../api/conformance'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { useSession } from '../../api/session'
import { DialogEnd } from '../../shell/DialogEnd'
import dialog from '../../shell/dialog.module.css'
import { words } from '../../words/en/conformance'
import { words as shell } from '../../words/en/shell'
import classes from './conformance.module.css'
import { accepting, covers, type Scope, scopesOf } from './deviations'
import { subject, whole } from './telling'
import { today } from './today'

interface Props {
  procedure: string
  deviation: Deviation
  all: Deviation[]
  onClose: () => void
}

export function AcceptDialog({ procedure, deviation, all, onClose }: Props) {
  const client = useQueryClient()
  const { zone } = useSession()
  const scopes = scopesOf(deviation)
  const [scope, setScope] = useState<Scope>(scopes[0] ?? 'class')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [asked, setAsked] = useState(false)
  const asks = accepting(deviation, scope)
  const covered = all.filter((each) => covers(asks, each))
  const past = until !== '' && until < today(zone)
  const accept = useMutation({
    mutationFn: () => acceptDeviation(procedure, { ...asks, reason: reason.trim(), ...(until ? { until } : {}) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.conformance(procedure) })
      void client.invalidateQueries({ queryKey: keys.accepted(procedure) })
      notifications.show({ message: words.accept.done })
      onClose()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (reason.trim() && !past) accept.mutate()
  }
  const kind = words.classes[deviation.class]
  const told: Record<Scope, string> = {
    exact: words.accept.exact(whole(deviation)),
    step: words.accept.step(kind, subject(deviation)),
    class: words.accept.class(kind),
  }
  return (
    <Modal opened onClose={onClose} title={words.accept.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={dialog.form} onSubmit={send}>
        <p className={classes.quiet}>{words.accept.help}</p>
        <Radio.Group label={words.accept.scope} value={scope} onChange={(value) => setScope(value as Scope)}>
          <div className={classes.scopes}>
            {scopes.map((each) => (
              <Radio key={each} value={each} label={told[each]} />
            ))}
          </div>
        </Radio.Group>
        <p className={classes.quiet} role="status">
          {words.accept.covers(covered.length, covered.filter(({ accepted }) => accepted != null).length)}
        </p>
        <Textarea
          data-autofocus
          label={words.accept.reason}
          description={words.accept.reasonHelp}
          autosize
          minRows={3}
          value={reason}
          error={asked && !reason.trim() ? shell.reasonNeeded : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.accept.until}
          description={words.accept.untilHelp}
          value={until}
          error={past ? words.accept.past : undefined}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        {accept.error && <p role="alert">{asProblem(accept.error).message}</p>}
        <DialogEnd submit={words.accept.submit} pending={accept.isPending} onClose={onClose} />
      </form>
    </Modal>
  )
}
