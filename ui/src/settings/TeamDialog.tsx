import { Button, Modal, MultiSelect, TagsInput, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type PersonSeen, putTeam, removeTeam, rolesQuery, type TeamSeen } from '../api/directory'
import { keys } from '../api/keys'
import { words } from '../words/en/settings'
import { words as shell } from '../words/en/shell'
import { ConfirmByName } from './ConfirmByName'
import { idFrom, isPlainId } from './ids'
import classes from './settings.module.css'

interface Props {
  /** Absent for a new one. */
  team?: TeamSeen
  people: PersonSeen[]
  onClose: () => void
}

export function TeamDialog({ team, people, onClose }: Props) {
  const client = useQueryClient()
  const known = (useQuery(rolesQuery).data ?? []).map(({ id }) => id)
  const [name, setName] = useState(team?.name ?? '')
  const [typedId, setTypedId] = useState<string>()
  const [members, setMembers] = useState(team?.members ?? [])
  const [roles, setRoles] = useState(team?.roles ?? [])
  const [asked, setAsked] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const id = team?.id ?? typedId ?? idFrom(name)
  const settled = {
    onSettled: () => {
      for (const queryKey of [keys.teams, keys.people, keys.roles]) void client.invalidateQueries({ queryKey })
    },
  }
  const save = useMutation({
    mutationFn: () => putTeam({ id, etag: team?.etag }, { name: name.trim(), members, roles }),
    onSuccess: () => {
      notifications.show({ message: words.teams.saved(name.trim()) })
      onClose()
    },
    ...settled,
  })
  const remove = useMutation({
    mutationFn: () => removeTeam(id),
    onSuccess: () => {
      notifications.show({ message: words.teams.removed(name) })
      onClose()
    },
    ...settled,
  })
  if (team && leaving)
    return (
      <ConfirmByName
        title={words.teams.removeTitle(team.name)}
        help={words.teams.removeHelp}
        submit={words.teams.removeSubmit}
        pending={remove.isPending}
        failure={remove.error?.message}
        onSubmit={() => remove.mutate()}
        onClose={() => setLeaving(false)}
      />
    )
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() && isPlainId(id)) save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={team?.name ?? words.teams.dialogNew}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <form className={classes.stack} onSubmit={send} noValidate>
        <TextInput
          data-autofocus
          label={words.teams.name}
          value={name}
          error={asked && !name.trim() ? words.needed : undefined}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        {!team && (
          <TextInput
            label={words.teams.id}
            description={words.teams.idHelp}
            value={id}
            error={asked && !isPlainId(id) ? words.teams.idWrong : undefined}
            onChange={(e) => setTypedId(e.currentTarget.value)}
          />
        )}
        <MultiSelect
          label={words.teams.members}
          data={people.map((person) => ({ value: person.id, label: person.name }))}
          value={members}
          searchable
          onChange={setMembers}
        />
        <TagsInput label={words.teams.roles} data={known} value={roles} acceptValueOnBlur onChange={setRoles} />
        {save.error && <p role="alert">{save.error.message}</p>}
        <div className={classes.end}>
          {team && (
            <Button className={classes.apart} variant="subtle" color="red" onClick={() => setLeaving(true)}>
              {words.teams.remove}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {shell.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {team ? words.save : words.teams.addSubmit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
