/** Adds a person, or changes one; a new person gets a link to set a password at once. */
import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { wholeLink } from '../account/link'
import { addPerson, changePerson, offerReset, type PersonSeen } from '../api/directory'
import { keys } from '../api/keys'
import { ShownOnce } from '../shell/ShownOnce'
import { words } from '../words/en/settings'
import { words as shell } from '../words/en/shell'
import { ConfirmByName } from './ConfirmByName'
import { PersonFields } from './PersonFields'
import classes from './settings.module.css'

interface Props {
  /** Absent for a new one. */
  person?: PersonSeen
  onClose: () => void
}

export function PersonDialog({ person, onClose }: Props) {
  const client = useQueryClient()
  const [current, setCurrent] = useState(person)
  const [leaving, setLeaving] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: keys.people })
  const reset = useMutation({ mutationFn: offerReset })
  const add = useMutation({
    mutationFn: addPerson,
    onSuccess: (added) => {
      setCurrent(added)
      notifications.show({ message: words.people.added(added.name) })
      if (!added.machine) reset.mutate(added.id)
    },
    onSettled: refresh,
  })
  const change = useMutation({
    mutationFn: (body: Parameters<typeof changePerson>[1]) => changePerson(current ?? { id: '', etag: '' }, body),
    onSuccess: (changed, body) => {
      const { active } = body
      const told = active === undefined ? 'saved' : active ? 'activated' : 'deactivated'
      notifications.show({ message: words.people[told](changed.name) })
      onClose()
    },
    onSettled: refresh,
  })
  if (current && leaving)
    return (
      <ConfirmByName
        title={words.people.deactivateTitle(current.name)}
        help={words.people.deactivateHelp(current.name)}
        submit={words.people.deactivateSubmit}
        typed={{ name: current.name, label: words.people.typeName(current.name) }}
        pending={change.isPending}
        failure={change.error?.message}
        onSubmit={() => change.mutate({ active: false })}
        onClose={() => setLeaving(false)}
      />
    )
  const link = reset.data && current && wholeLink(reset.data.link, window.location.origin)
  const title = current ? words.people.dialog(current.name) : words.people.dialogNew
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': shell.close }}>
      {link ? (
        <div className={classes.stack}>
          <ShownOnce label={words.people.resetFor(current.name)} help={words.people.resetHelp} text={link} />
          <div className={classes.end}>
            <Button onClick={onClose}>{words.close}</Button>
          </div>
        </div>
      ) : (
        <PersonFields
          key={current?.id}
          person={current}
          pending={add.isPending || change.isPending || reset.isPending}
          failure={(add.error ?? change.error ?? reset.error)?.message}
          onAdd={add.mutate}
          onChange={change.mutate}
          onReset={() => current && reset.mutate(current.id)}
          onLeave={() => setLeaving(true)}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}
