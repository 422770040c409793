/** A field that names another run, or a person. */
import { Autocomplete, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../../api/people'
import { words } from '../../words/en/form'
import { runId } from '../shape'
import { useFrame } from './frame'
import type { ControlProps } from './props'

export function RunControl({ field, entry, onChange, path, bare }: ControlProps) {
  const frame = useFrame(field, path, bare)
  return (
    <TextInput
      {...frame}
      value={typeof entry === 'string' ? entry : ''}
      placeholder={words.run.placeholder}
      onChange={(e) => onChange(e.currentTarget.value)}
      onBlur={(e) => onChange(runId(e.currentTarget.value))}
    />
  )
}

/** The person's id is what is kept; whoever may not list people types it. */
export function PersonControl({ field, entry, onChange, path, bare }: ControlProps) {
  const frame = useFrame(field, path, bare)
  const people = useQuery(peopleQuery).data ?? []
  const known = people.find((person) => person.id === entry)
  const choose = (text: string) => onChange(people.find((person) => person.name === text)?.id ?? text)
  return (
    <Autocomplete
      {...frame}
      data={[...new Set(people.map((person) => person.name))]}
      value={known?.name ?? (typeof entry === 'string' ? entry : '')}
      placeholder={words.person.placeholder}
      onChange={choose}
    />
  )
}
