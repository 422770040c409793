/** Chooses a person by name; whoever may not list people types the sign-in name. */
import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type PersonNamed, peopleQuery } from '../api/people'

interface Props {
  label: string
  description?: string
  value: string
  /** People who cannot be chosen, by id. */
  without?: string[]
  /** Who can be chosen; everybody where absent. */
  only?: (person: PersonNamed) => boolean
  error?: string
  onChange: (person: string) => void
}

export function PersonSelect({ label, description, value, without = [], only, error, onChange }: Props) {
  const { data: people, isError } = useQuery(peopleQuery)
  if (isError)
    return (
      <TextInput
        label={label}
        description={description}
        value={value}
        error={error}
        autoCapitalize="none"
        onChange={(e) => onChange(e.currentTarget.value)}
      />
    )
  const data = (people ?? [])
    .filter((person) => !without.includes(person.id) && (!only || only(person)))
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      label={label}
      description={description}
      data={data}
      value={value || null}
      error={error}
      searchable
      clearable
      onChange={(person) => onChange(person ?? '')}
    />
  )
}
