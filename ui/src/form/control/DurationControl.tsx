import { NativeSelect, TextInput } from '@mantine/core'
import { words } from '../../words/en/form'
import { DURATION_UNITS, type DurationUnit, durationParts, durationText } from '../duration'
import classes from './control.module.css'
import { Group } from './frame'
import { type ControlProps, useFormPlace } from './props'
import { TextControl } from './TextControl'

export function DurationControl(props: ControlProps) {
  const { field, entry, onChange, path, bare } = props
  const { disabled, mistakes } = useFormPlace()
  const parts = durationParts(typeof entry === 'string' ? entry : '')
  if (!parts) return <TextControl {...props} />
  return (
    <Group field={field} path={path} bare={bare}>
      <div className={classes.pair}>
        <TextInput
          aria-label={words.amount(field.label)}
          inputMode="numeric"
          disabled={disabled}
          error={!!mistakes[path]}
          value={parts.amount}
          onChange={(e) => onChange(durationText({ ...parts, amount: e.currentTarget.value }))}
        />
        <NativeSelect
          aria-label={words.unit(field.label)}
          disabled={disabled}
          value={parts.unit}
          data={DURATION_UNITS.map((unit) => ({ value: unit, label: words.units[unit] }))}
          onChange={(e) => onChange(durationText({ ...parts, unit: e.currentTarget.value as DurationUnit }))}
        />
      </div>
    </Group>
  )
}
