import { Button, Checkbox, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { isSignInName } from '../account/password'
import { type PersonChange, type PersonSeen, rolesQuery } from '../api/directory'
import { words } from '../words/en/settings'
import { words as shell } from '../words/en/shell'
import classes from './settings.module.css'

interface Props {
  person?: PersonSeen
  pending: boolean
  failure?: string
  onAdd: (person: PersonChange & { id: string }) => void
  onChange: (change: PersonChange) => void
  onReset: () => void
  onLeave: () => void
  onClose: () => void
}

const RIGHTS = ['administrator', 'editor', 'auditor'] as const
const help = {
  administrator: words.people.administratorHelp,
  editor: words.people.editorHelp,
  auditor: words.people.auditorHelp,
}

export function PersonFields({ person, pending, failure, ...acts }: Props) {
  const known = (useQuery(rolesQuery).data ?? []).map(({ id }) => id)
  const [id, setId] = useState('')
  const [name, setName] = useState(person?.name ?? '')
  const [roles, setRoles] = useState(person?.roles ?? [])
  const [rights, setRights] = useState<string[]>(RIGHTS.filter((right) => person?.[right]))
  const [machine, setMachine] = useState(person?.machine ?? false)
  const [asked, setAsked] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!name.trim() || (!person && !isSignInName(id))) return
    const body = {
      name: name.trim(),
      roles,
      machine,
      ...Object.fromEntries(RIGHTS.map((right) => [right, rights.includes(right)])),
    }
    if (person) acts.onChange(body)
    else acts.onAdd({ id, ...body })
  }
  return (
    <form className={classes.stack} onSubmit={send} noValidate>
      <TextInput
        data-autofocus
        label={words.people.name}
        value={name}
        error={asked && !name.trim() ? words.needed : undefined}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      {!person && (
        <TextInput
          label={words.people.id}
          description={words.people.idHelp}
          value={id}
          error={asked && !isSignInName(id) ? words.people.idWrong : undefined}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(e) => setId(e.currentTarget.value)}
        />
      )}
      <TagsInput
        label={words.people.roles}
        description={words.people.rolesHelp}
        data={known}
        value={roles}
        acceptValueOnBlur
        onChange={setRoles}
      />
      <Checkbox.Group label={words.people.rights} value={rights} onChange={setRights}>
        <div className={classes.stack} style={{ marginTop: 6 }}>
          {RIGHTS.map((right) => (
            <Checkbox key={right} value={right} label={words.people[right]} description={help[right]} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox
        label={words.people.machineLabel}
        description={words.people.machineHelp}
        checked={machine}
        onChange={(e) => setMachine(e.currentTarget.checked)}
      />
      {failure && <p role="alert">{failure}</p>}
      <div className={classes.end}>
        {person && (
          <span className={`${classes.apart} ${classes.title}`}>
            {person.active && !person.machine && (
              <Button variant="default" onClick={acts.onReset}>
                {words.people.reset}
              </Button>
            )}
            {person.active ? (
              <Button variant="subtle" color="red" onClick={acts.onLeave}>
                {words.people.deactivate}
              </Button>
            ) : (
              <Button variant="default" onClick={() => acts.onChange({ active: true })}>
                {words.people.activate}
              </Button>
            )}
          </span>
        )}
        <Button variant="default" onClick={acts.onClose}>
          {shell.cancel}
        </Button>
        <Button type="submit" loading={pending}>
          {person ? words.save : words.people.add_}
        </Button>
      </div>
    </form>
  )
}
