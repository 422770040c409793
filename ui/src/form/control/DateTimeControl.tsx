import { words } from '../../words/en/form'
import classes from './control.module.css'
import { type ControlProps, useFormPlace } from './props'
import { DateControl } from './TextControl'

/** A day and a clock, in the zone that is named beside it. */
export function DateTimeControl(props: ControlProps) {
  const { zone } = useFormPlace()
  return (
    <div>
      <DateControl {...props} />
      {!props.bare && <div className={classes.need}>{words.zone(zone)}</div>}
    </div>
  )
}
