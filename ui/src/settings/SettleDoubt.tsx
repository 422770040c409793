/** What somebody found out about a request in doubt. It lifts the doubt for every run. */
import { Modal, Radio, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { settleDoubt } from '../api/installation'
import { keys } from '../api/keys'
import { DialogEnd } from '../shell/DialogEnd'
import task from '../task/task.module.css'
import { words } from '../words/en/settings'
import { settlement } from './doubt'

const text = words.dispatch

export function SettleDoubt({ doubt, onClose }: { doubt: string; onClose: () => void }) {
  const client = useQueryClient()
  const [happened, setHappened] = useState('')
  const [result, setResult] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const settle = useMutation({
    mutationFn: settleDoubt,
    onSuccess: () => {
      notifications.show({ message: text.settled(doubt) })
      onClose()
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.dispatch }),
        client.invalidateQueries({ queryKey: keys.runs }),
      ]),
  })
  const read = settlement(doubt, happened, result, reason)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if ('body' in read) settle.mutate(read.body)
  }
  const wrong = asked && 'mistakes' in read ? read.mistakes : {}
  return (
    <Modal opened onClose={onClose} title={text.settleTitle(doubt)} closeButtonProps={{ 'aria-label': words.close }}>
      <form className={task.stack} onSubmit={send} noValidate>
        <Radio.Group
          label={text.happened}
          description={text.happenedHelp}
          value={happened}
          onChange={setHappened}
          error={wrong.happened}
        >
          <div className={task.options} style={{ marginTop: 8 }}>
            <Radio data-autofocus value="yes" label={text.didHappen} />
            <Radio value="no" label={text.didNot} />
          </div>
        </Radio.Group>
        {happened === 'yes' && (
          <Textarea
            label={text.result}
            description={text.resultHelp}
            autosize
            minRows={2}
            value={result}
            error={wrong.result}
            onChange={(e) => setResult(e.currentTarget.value)}
          />
        )}
        <Textarea
          label={text.how}
          autosize
          minRows={2}
          value={reason}
          error={wrong.reason ?? settle.error?.message}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <DialogEnd submit={text.settleSubmit} pending={settle.isPending} onClose={onClose} />
      </form>
    </Modal>
  )
}
