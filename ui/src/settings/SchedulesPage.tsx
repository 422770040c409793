import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { schedulesQuery } from '../api/installation'
import { useSession } from '../api/session'
import { words } from '../words/en/settings'
import { minuteTime } from '../words/format'
import { Time } from '../words/Time'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'

export function SchedulesPage() {
  const { zone } = useSession()
  const schedules = useQuery(schedulesQuery)
  return (
    <>
      <Head title={words.pages.schedules} intro={words.schedules.intro} />
      <Loaded query={schedules} empty={{ title: words.schedules.empty, help: words.schedules.emptyHelp }}>
        {(all) => (
          <ul className={classes.rows}>
            {all.map(({ procedure, words: when, next, last }) => (
              <li key={procedure.id + when} className={classes.row}>
                <div className={classes.main}>
                  <div className={classes.title}>
                    <Link to="/procedures/$id" params={{ id: procedure.id }}>
                      {procedure.title}
                    </Link>
                  </div>
                  <p style={{ maxWidth: 'var(--reading)' }}>{when}</p>
                  <div className={classes.quiet}>
                    {words.schedules.last}: {last ? <Time at={last} /> : words.schedules.never} ·{' '}
                    <Link to="/procedures/$id/runs" params={{ id: procedure.id }}>
                      {words.schedules.runs}
                    </Link>
                  </div>
                  <details>
                    <summary className={classes.quiet}>
                      {words.schedules.next}: {next[0] ? minuteTime(next[0], zone) : words.schedules.never}
                    </summary>
                    <ul className={classes.actions}>
                      {next.map((moment) => (
                        <li key={moment}>{minuteTime(moment, zone)}</li>
                      ))}
                    </ul>
                  </details>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </>
  )
}
