import type { DeviationClass } from '../../api/conformance'
import { words } from '../../words/en/conformance'
import classes from './conformance.module.css'
import { classIcons } from './icons'

/** The kind of a deviation: always its icon and its word. */
export function ClassChip({ of }: { of: DeviationClass }) {
  const Icon = classIcons[of]
  return (
    <span className={classes.chip} title={words.classHelp[of]}>
      <Icon size={14} className={classes.chipIcon} aria-hidden="true" />
      {words.classes[of]}
    </span>
  )
}
