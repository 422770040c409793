import type { Deviation } from '../../api/conformance'
import { words } from '../../words/en/conformance'
import { percent } from '../figures'
import { ClassChip } from './ClassChip'
import classes from './conformance.module.css'
import { Trend } from './Trend'
import { saying, shortly, subject } from './telling'

interface Props {
  deviation: Deviation
  onOpen: () => void
  onPoint: () => void
}

/** What departs, in how many cases, since when and where. */
export function DeviationRow({ deviation, onOpen, onPoint }: Props) {
  const more = shortly(deviation)
  return (
    <button
      type="button"
      className={classes.deviation}
      data-accepted={deviation.accepted != null}
      onClick={onOpen}
      onFocus={onPoint}
    >
      <span className={classes.head}>
        <ClassChip of={deviation.class} />
        {deviation.accepted != null && <span className={classes.acceptedChip}>{words.accepted.chip}</span>}
        <span className={classes.often}>
          <Trend trend={deviation.trend} width={72} height={18} />
          {words.cases(deviation.cases)} <span className={classes.share}>{percent(deviation.share)}</span>
        </span>
      </span>
      <span className={classes.what}>
        <strong>{subject(deviation)}</strong> {saying(deviation)}
      </span>
      {deviation.accepted != null ? (
        <span className={classes.more}>{words.accepted.because(deviation.accepted)}</span>
      ) : (
        more.length > 0 && <span className={classes.more}>{more.join(' · ')}</span>
      )}
    </button>
  )
}
