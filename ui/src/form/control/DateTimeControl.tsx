import { words } from '../../words/en/form'
import { isInstant, toLocal } from '../moment'
import classes from './control.module.css'
import { type ControlProps, useFormPlace } from './props'
import { DateControl } from './TextControl'

/** A day and a clock, in the zone that is named beside it. A moment that is known stays that moment until it is touched. */
export function DateTimeControl(props: ControlProps) {
  const { zone } = useFormPlace()
  const { entry } = props
  const shown = typeof entry === 'string' && isInstant(entry) ? toLocal(entry, zone) : entry
  return (
    <div>
      <DateControl {...props} entry={shown} />
      {!props.bare && <div className={classes.need}>{words.zone(zone)}</div>}
    </div>
  )
}
