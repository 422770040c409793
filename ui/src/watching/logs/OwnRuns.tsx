import { Link } from '@tanstack/react-router'
import type { OwnRuns as Own } from '../../api/eventLogs'
import cards from '../../shell/cards.module.css'
import { words } from '../../words/en/watching'
import { decimal } from '../../words/format'
import classes from './logs.module.css'

/** Every procedure that was run here, as a log that is always as the runs are now. */
export function OwnRuns({ runs }: { runs: Own[] }) {
  return (
    <section aria-labelledby="logs-own">
      <h2 id="logs-own">{words.own.title}</h2>
      <p className={classes.intro}>{words.own.help}</p>
      {runs.length === 0 ? (
        <p className={classes.quiet}>
          {words.own.none} <Link to="/procedures">{words.own.procedures}</Link>
        </p>
      ) : (
        <table className={cards.table}>
          <thead>
            <tr>
              <th scope="col">{words.own.procedure}</th>
              <th scope="col" className={classes.number}>
                {words.own.runs}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ id, title, runs }) => (
              <tr key={id}>
                <th scope="row">
                  {runs > 0 ? (
                    <Link to="/watching/$log" params={{ log: id }} data-row>
                      {title}
                    </Link>
                  ) : (
                    title
                  )}
                </th>
                <td className={classes.number} data-label={words.own.runs} data-last="true">
                  {decimal(runs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
