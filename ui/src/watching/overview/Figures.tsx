import type { LogOverview } from '../../api/eventLogs'
import { words } from '../../words/en/watching'
import { decimal } from '../../words/format'
import { duration, percent } from '../figures'
import classes from './overview.module.css'

/** The numbers of a log, each with what it counts. */
export function Figures({ log }: { log: LogOverview }) {
  const { cases, events, activities, variants, durations, repeating } = log
  return (
    <dl className={classes.figures}>
      <Figure name={words.overview.cases} value={decimal(cases)} />
      <Figure name={words.overview.events} value={decimal(events)} />
      <Figure name={words.overview.activities} value={decimal(activities.length)} />
      <Figure name={words.overview.variants} value={decimal(variants)} about={words.overview.variantsHelp} />
      {durations && (
        <Figure
          name={words.overview.median}
          value={duration(durations.p50)}
          about={words.overview.spread(duration(durations.p10), duration(durations.p90))}
        />
      )}
      <Figure
        name={words.overview.repeating}
        value={percent(cases ? repeating / cases : 0)}
        about={words.overview.repeatingHelp(repeating)}
      />
    </dl>
  )
}

function Figure({ name, value, about }: { name: string; value: string; about?: string }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{value}</span>
        {about && <span className={classes.about}>{about}</span>}
      </dd>
    </div>
  )
}
