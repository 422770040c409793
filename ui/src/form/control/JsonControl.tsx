/** A list or an object that the procedure does not describe: written as JSON. */
import { Textarea } from '@mantine/core'
import { words } from '../../words/en/form'
import classes from './control.module.css'
import { useFrame } from './frame'
import type { ControlProps } from './props'

export function JsonControl({ field, entry, onChange, path, bare }: ControlProps) {
  const frame = useFrame(field, path, bare)
  return (
    <Textarea
      {...frame}
      classNames={{ input: classes.json }}
      autosize
      minRows={2}
      maxRows={18}
      spellCheck={false}
      placeholder={field.type === 'list' ? words.json.list : words.json.object}
      value={typeof entry === 'string' ? entry : ''}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}
