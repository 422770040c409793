/** Who stands in for me, and when. */
import { Button, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { keys } from '../api/keys'
import { type AbsenceSeen, endAbsence, meQuery, setAbsence } from '../api/me'
import { useSession } from '../api/session'
import { toInstant } from '../form/moment'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/account'
import { words as form } from '../words/en/form'
import { words as shell } from '../words/en/shell'
import { Time } from '../words/Time'
import classes from './account.module.css'
import { PersonSelect } from './PersonSelect'

export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const me = useQuery(meQuery)
  return (
    <Modal opened onClose={onClose} title={words.absence.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <div className={classes.stack}>
        {me.isPending && <Lines count={3} />}
        {me.error && <p role="alert">{me.error.message}</p>}
        {me.data?.absences.map((absence) => (
          <Standing key={absence.from} absence={absence} onClose={onClose} />
        ))}
        {me.data && <AbsenceForm onClose={onClose} />}
      </div>
    </Modal>
  )
}

function Standing({ absence, onClose }: { absence: AbsenceSeen; onClose: () => void }) {
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: endAbsence,
    onSuccess: () => {
      notifications.show({ message: words.absence.ended })
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.me }),
  })
  const began = Date.parse(absence.from) <= Date.now()
  return (
    <div className={classes.standing}>
      <p>
        {words.absence.standing(absence.delegate.name)} {began ? words.absence.since : words.absence.coming}{' '}
        <Time at={absence.from} />
        {absence.until && (
          <>
            {' '}
            {words.absence.to} <Time at={absence.until} />
          </>
        )}
      </p>
      {end.error && <p role="alert">{end.error.message}</p>}
      <Button variant="default" mt={8} loading={end.isPending} onClick={() => end.mutate()}>
        {words.absence.end}
      </Button>
    </div>
  )
}

function AbsenceForm({ onClose }: { onClose: () => void }) {
  const { person, zone } = useSession()
  const client = useQueryClient()
  const [delegate, setDelegate] = useState('')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [asked, setAsked] = useState(false)
  const set = useMutation({
    mutationFn: setAbsence,
    onSuccess: (me) => {
      client.setQueryData(keys.me, me)
      notifications.show({ message: words.absence.done })
      onClose()
    },
  })
  const begins = from ? toInstant(from, zone) : undefined
  const ends = until ? toInstant(until, zone) : undefined
  const order = !!ends && Date.parse(ends) <= (begins ? Date.parse(begins) : Date.now())
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (delegate.trim() && !order) set.mutate({ delegate: delegate.trim(), from: begins, until: ends })
  }
  return (
    <form className={classes.stack} onSubmit={send} noValidate>
      <p className={classes.quiet}>{words.absence.help}</p>
      <PersonSelect
        label={words.absence.deputy}
        description={words.absence.deputyHelp}
        value={delegate}
        without={[person.id]}
        error={asked && !delegate.trim() ? words.needed : set.error?.message}
        onChange={setDelegate}
      />
      <TextInput
        type="datetime-local"
        label={words.absence.from}
        description={`${words.absence.fromHelp}. ${form.zone(zone)}`}
        value={from}
        onChange={(e) => setFrom(e.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={words.absence.until}
        description={words.absence.untilHelp}
        value={until}
        error={asked && order ? words.absence.order : undefined}
        onChange={(e) => setUntil(e.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          {shell.cancel}
        </Button>
        <Button type="submit" loading={set.isPending}>
          {words.absence.submit}
        </Button>
      </div>
    </form>
  )
}
