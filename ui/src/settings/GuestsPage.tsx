import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type GuestSeen, guestsQuery, revokeGuest } from '../api/guests'
import { keys } from '../api/keys'
import { words as guest } from '../words/en/guest'
import { words } from '../words/en/settings'
import { Time } from '../words/Time'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'

export function GuestsPage() {
  const guests = useQuery(guestsQuery())
  return (
    <>
      <Head title={words.pages.guests} intro={words.guests.intro} />
      <Loaded query={guests} empty={{ title: words.guests.empty, help: words.guests.emptyHelp }}>
        {(all) => (
          <ul className={classes.rows}>
            {all.map((each) => (
              <Row key={each.id} guest={each} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  )
}

function Row({ guest: { id, name, email, host, run, task, expires_at } }: { guest: GuestSeen }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeGuest(id),
    onSuccess: () => notifications.show({ message: guest.give.revoked(name) }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.guests }),
  })
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <div className={classes.title}>{name}</div>
        <div className={classes.quiet}>
          {email && `${email} · `}
          {words.guests.host} {host.name} · {guest.give.open} <Time at={expires_at} /> ·{' '}
          <Link to="/runs/$run" params={{ run }} search={{ task: String(task) }}>
            {words.guests.openRun}
          </Link>
          {revoke.error && ` · ${revoke.error.message}`}
        </div>
      </div>
      <Button
        variant="default"
        size="xs"
        loading={revoke.isPending}
        aria-label={guest.give.revoke(name)}
        onClick={() => revoke.mutate()}
      >
        {guest.give.revokeShort}
      </Button>
    </li>
  )
}
