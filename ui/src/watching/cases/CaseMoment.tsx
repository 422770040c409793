import { IconCheck, IconCircleDotFilled, IconSquareDashed, IconSquarePlus } from '@tabler/icons-react'
import type { DeviationClass } from '../../api/conformance'
import { useSession } from '../../api/session'
import { words } from '../../words/en/cases'
import { exactTime } from '../../words/format'
import { ClassChip } from '../conformance/ClassChip'
import { duration } from '../figures'
import classes from './cases.module.css'
import { shortTime } from './moments'
import { alike, type Moment, worked } from './timeline'
import { Values } from './Values'

const icons = { both: IconCheck, log: IconSquarePlus, model: IconSquareDashed, event: IconCircleDotFilled }

interface Props {
  moment: Moment
  opened: boolean
  onToggle: () => void
}

/** When, what, by whom, which step that is, and what is wrong with it. */
export function CaseMoment({ moment, opened, onToggle }: Props) {
  const { zone } = useSession()
  const { kind, event, step, found, gap, longest } = moment
  const took = event && worked(event)
  const Icon = icons[kind]
  const named = step && words.case.step(step.number, step.title)
  // What the step is called needs no second line where the activity is called the same.
  const same = event && step && alike(event.activity, step.title)
  return (
    <>
      {gap !== undefined && gap >= 60 && (
        <span className={classes.gap} data-longest={longest}>
          {words.case.gap(duration(gap))}
          {longest && `, ${words.case.longest}`}
        </span>
      )}
      <div className={classes.line}>
        <span className={classes.when}>
          {event?.at && (
            <time dateTime={event.at} title={exactTime(event.at, zone)}>
              {shortTime(event.at, zone)}
            </time>
          )}
        </span>
        <span className={classes.mark} title={kind === 'event' ? undefined : words.case.kindHelp[kind]}>
          <Icon size={kind === 'event' ? 10 : 16} aria-hidden="true" />
        </span>
        <div className={classes.did}>
          <span className={classes.head}>
            <strong className={classes.activity}>{event ? (same ? named : event.activity) : named}</strong>
            {event?.transition && !/^complete$/i.test(event.transition) && (
              <span className={classes.quiet}>{event.transition}</span>
            )}
            {event?.by && (
              <span className={classes.person} title={words.case.by(event.by)}>
                <span aria-hidden="true">{event.by}</span>
                <span className="visually-hidden">{words.case.by(event.by)}</span>
              </span>
            )}
            {took !== undefined && <span className={classes.quiet}>{words.case.took(duration(took))}</span>}
            {kind !== 'event' && <span className={classes.kind}>{words.case.kinds[kind]}</span>}
            {event && event.values.length > 0 && (
              <button type="button" className={classes.toggle} aria-expanded={opened} onClick={onToggle}>
                {words.case.showValues(event.values.length)}
              </button>
            )}
          </span>
          {event && step && !same && <span className={classes.quiet}>{named}</span>}
          {found.map((each) => (
            <span key={`${each.class} ${each.words}`} className={classes.found}>
              <ClassChip of={each.class as DeviationClass} /> {each.words}
              {each.accepted && <span className={classes.quiet}>{words.case.accepted(each.accepted)}</span>}
            </span>
          ))}
          {opened && event && <Values values={event.values} />}
        </div>
      </div>
    </>
  )
}
