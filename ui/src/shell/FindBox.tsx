/** Searches as one types; the address follows without a step in the history for every letter. */
import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import classes from './list.module.css'

interface Props {
  id: string
  label: string
  value: string | undefined
  onFind: (q: string | undefined) => void
}

export function FindBox({ id, label, value, onFind }: Props) {
  const [text, setText] = useState(value ?? '')
  const tell = useDebouncedCallback((q: string) => onFind(q.trim() || undefined), 200)
  useEffect(() => setText(value ?? ''), [value])
  return (
    <TextInput
      id={id}
      className={classes.find}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value)
        tell(e.currentTarget.value)
      }}
    />
  )
}
