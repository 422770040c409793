/** Gives a task to somebody outside by a link for this task alone; shows who has one, and takes links back. */
import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type GuestSeen, guestsQuery, revokeGuest } from '../api/guests'
import { keys } from '../api/keys'
import { words } from '../words/en/guest'
import { words as shell } from '../words/en/shell'
import { Time } from '../words/Time'
import classes from './guest.module.css'
import { InviteGuest } from './InviteGuest'

interface Props {
  run: string
  task: string
  title?: string
  onClose: () => void
}

export function GuestDialog({ run, task, title = '', onClose }: Props) {
  const guests = useQuery(guestsQuery({ run, task })).data ?? []
  return (
    <Modal opened onClose={onClose} title={words.give.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <InviteGuest run={run} task={task} title={title} onClose={onClose} />
      {guests.length > 0 && (
        <>
          <h3 style={{ marginTop: 20 }}>{words.give.standing}</h3>
          <ul className={classes.links}>
            {guests.map((guest) => (
              <Standing key={guest.id} guest={guest} />
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}

function Standing({ guest }: { guest: GuestSeen }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeGuest(guest.id),
    onSuccess: () => notifications.show({ message: words.give.revoked(guest.name) }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.guests }),
  })
  return (
    <li>
      <span className={classes.who}>
        {guest.name}
        {guest.email && <span className={classes.quiet}> {guest.email}</span>}
        <br />
        <span className={classes.quiet}>
          {words.give.open} <Time at={guest.expires_at} />
          {revoke.error && ` · ${revoke.error.message}`}
        </span>
      </span>
      <Button
        size="xs"
        variant="default"
        loading={revoke.isPending}
        aria-label={words.give.revoke(guest.name)}
        onClick={() => revoke.mutate()}
      >
        {words.give.revokeShort}
      </Button>
    </li>
  )
}
