import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Acceptance, withdrawAcceptance } from '../../api/conformance'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { DialogEnd } from '../../shell/DialogEnd'
import dialog from '../../shell/dialog.module.css'
import { words } from '../../words/en/conformance'
import { words as shell } from '../../words/en/shell'
import classes from './conformance.module.css'

interface Props {
  procedure: string
  acceptance: Acceptance
  onClose: () => void
}

/** What was accepted counts again, after one more look at why it was. */
export function WithdrawDialog({ procedure, acceptance, onClose }: Props) {
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => withdrawAcceptance(procedure, acceptance.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.conformance(procedure) })
      void client.invalidateQueries({ queryKey: keys.accepted(procedure) })
      notifications.show({ message: words.accepted.withdrawn })
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.accepted.withdrawTitle}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <form
        className={dialog.form}
        onSubmit={(event) => {
          event.preventDefault()
          withdraw.mutate()
        }}
      >
        <p>{words.accepted.because(acceptance.reason)}</p>
        <p className={classes.quiet}>{words.accepted.withdrawHelp}</p>
        {withdraw.error && <p role="alert">{asProblem(withdraw.error).message}</p>}
        <DialogEnd submit={words.accepted.withdraw} danger pending={withdraw.isPending} onClose={onClose} />
      </form>
    </Modal>
  )
}
