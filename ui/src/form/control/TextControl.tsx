import { Textarea, TextInput } from '@mantine/core'
import classes from './control.module.css'
import { useFrame } from './frame'
import type { ControlProps } from './props'

const asText = (entry: ControlProps['entry']) => (typeof entry === 'string' ? entry : '')

export function TextControl({ field, entry, onChange, path, bare }: ControlProps) {
  const frame = useFrame(field, path, bare)
  const value = asText(entry)
  if (field.multiline) {
    return (
      <Textarea
        {...frame}
        autosize
        minRows={3}
        maxRows={14}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
      />
    )
  }
  return <TextInput {...frame} value={value} autoComplete="off" onChange={(e) => onChange(e.currentTarget.value)} />
}

/** Numbers are text with a number keyboard: no digit is ever lost, and no wheel changes them. */
export function NumberControl({ field, entry, onChange, path, bare }: ControlProps) {
  const frame = useFrame(field, path, bare)
  return (
    <TextInput
      {...frame}
      value={asText(entry)}
      inputMode={field.type === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      rightSection={field.unit ? <span>{field.unit}</span> : undefined}
      rightSectionWidth={field.unit ? 20 + field.unit.length * 9 : undefined}
      classNames={{ wrapper: bare ? undefined : classes.short, input: classes.figures }}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}

const inputTypes = { date: 'date', time: 'time', 'date-time': 'datetime-local' } as const

export function DateControl({ field, entry, onChange, path, bare }: ControlProps) {
  const frame = useFrame(field, path, bare)
  return (
    <TextInput
      {...frame}
      type={inputTypes[field.type as keyof typeof inputTypes] ?? 'date'}
      value={asText(entry)}
      classNames={{ wrapper: bare ? undefined : classes.short }}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}
