/** One of many, found by typing. */
import { Select } from '@mantine/core'
import { words } from '../../words/en/form'
import type { Choice } from './ChoiceControl'
import { useFrame } from './frame'
import type { ControlProps } from './props'

interface Props extends ControlProps {
  choices: Choice[]
  chosen: string
}

export function SelectChoice({ field, path, bare, onChange, choices, chosen }: Props) {
  const frame = useFrame(field, path, bare)
  return (
    <Select
      {...frame}
      data={choices}
      value={chosen || null}
      searchable
      clearable={!field.required}
      placeholder={words.choose}
      maxDropdownHeight={320}
      styles={{ wrapper: { maxWidth: bare ? undefined : 420 } }}
      onChange={(value) => onChange(value ?? '')}
    />
  )
}
