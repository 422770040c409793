/** What a run refused of the engine's own. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { deadLettersQuery } from '../api/installation'
import { words } from '../words/en/settings'
import { Time } from '../words/Time'
import { Listing } from './Listing'
import classes from './settings.module.css'

const text = words.dispatch

export function DeadLetters() {
  return (
    <Listing query={useQuery(deadLettersQuery)} title={text.dead} help={text.deadHelp} none={text.deadNone}>
      {({ at, run, what, code, reason }) => (
        <li key={at + run + what} className={classes.row}>
          <div className={classes.main}>
            <div className={classes.title}>
              {what} <span className={classes.badge}>{code}</span>
            </div>
            <div className={classes.quiet}>
              <Time at={at} /> · {reason}
            </div>
          </div>
          <Link to="/runs/$run" params={{ run }}>
            {text.openRun}
          </Link>
        </li>
      )}
    </Listing>
  )
}
