/** Requests to other systems whose answer has not come yet. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { inDoubtQuery } from '../api/installation'
import { words } from '../words/en/settings'
import { Listing } from './Listing'
import classes from './settings.module.css'

const text = words.dispatch

export function UnderWay() {
  return (
    <Listing query={useQuery(inDoubtQuery)} title={text.underWay} help={text.underWayHelp} none={text.underWayNone}>
      {({ run, effect, what, key, attempt }) => (
        <li key={run + effect} className={classes.row}>
          <div className={classes.main}>
            <div className={classes.title}>{what}</div>
            <div className={classes.quiet}>
              {text.attempt(attempt)} · {text.key} <code>{key}</code>
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
