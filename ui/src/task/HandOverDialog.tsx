import { Autocomplete, Modal, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { peopleQuery } from '../api/people'
import { DialogEnd } from '../shell/DialogEnd'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/task'
import classes from './task.module.css'

interface Props {
  title: string
  roles: { role: string; title: string }[]
  pending: boolean
  failure?: string
  onSubmit: (to: { person?: string; role?: string; reason: string }) => void
  onClose: () => void
}

/** To a person, or to everyone in a role; with a reason. */
export function HandOverDialog({ title, roles, pending, failure, onSubmit, onClose }: Props) {
  const people = useQuery(peopleQuery).data ?? []
  const [name, setName] = useState('')
  const [role, setRole] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const named = people.find((person) => person.name === name)?.id ?? name.trim()
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if ((named || role) && reason.trim())
      onSubmit({ person: named || undefined, role: role || undefined, reason: reason.trim() })
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.stack} onSubmit={send}>
        <Autocomplete
          data-autofocus
          // Within the dialog, so that the list is part of it for whoever listens.
          comboboxProps={{ withinPortal: false }}
          maxDropdownHeight={160}
          openOnFocus={false}
          label={words.dialog.reassign.person}
          data={[...new Set(people.map((person) => person.name))]}
          value={name}
          error={asked && !named && !role ? words.dialog.reassign.either : undefined}
          onChange={(text) => {
            setName(text)
            if (text) setRole('')
          }}
        />
        {roles.length > 0 && (
          <NativeSelect
            label={words.dialog.reassign.role}
            value={role}
            data={[
              { value: '', label: words.dialog.reassign.noRole },
              ...roles.map((r) => ({ value: r.role, label: r.title })),
            ]}
            onChange={(e) => {
              setRole(e.currentTarget.value)
              if (e.currentTarget.value) setName('')
            }}
          />
        )}
        <Textarea
          label={words.dialog.reassign.reason}
          autosize
          minRows={2}
          value={reason}
          error={asked && !reason.trim() ? shell.reasonNeeded : failure}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <DialogEnd submit={words.dialog.reassign.submit} pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}
