import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LogSummary } from '../../api/eventLogs'
import cards from '../../shell/cards.module.css'
import { Empty } from '../../shell/Empty'
import { words } from '../../words/en/watching'
import { decimal } from '../../words/format'
import { Time } from '../../words/Time'
import { Period } from '../Period'
import classes from './logs.module.css'

/** Logs that were brought from elsewhere. */
export function Logs({ logs, onAdd }: { logs: LogSummary[]; onAdd: (() => void) | undefined }) {
  return (
    <section aria-labelledby="logs-elsewhere">
      <h2 id="logs-elsewhere">{words.logs.title}</h2>
      {logs.length === 0 ? (
        <Empty title={words.logs.empty} help={onAdd ? words.logs.emptyHelp : words.logs.emptyReader}>
          {onAdd && (
            <Button variant="default" onClick={onAdd}>
              {words.add.act}
            </Button>
          )}
        </Empty>
      ) : (
        <table className={cards.table}>
          <thead>
            <tr>
              <th scope="col">{words.logs.name}</th>
              <th scope="col" className={classes.number}>
                {words.logs.cases}
              </th>
              <th scope="col" className={classes.number}>
                {words.logs.events}
              </th>
              <th scope="col">{words.logs.period}</th>
              <th scope="col">{words.logs.imported}</th>
            </tr>
          </thead>
          <tbody>
            {logs.map((log) => (
              <tr key={log.id}>
                <th scope="row">
                  <Link to="/watching/$log" params={{ log: log.id }} data-row>
                    {log.name}
                  </Link>
                </th>
                <td className={classes.number} data-label={words.logs.cases}>
                  {decimal(log.cases)}
                </td>
                <td className={classes.number} data-label={words.logs.events}>
                  {decimal(log.events)}
                </td>
                <td>
                  <Period from={log.from} to={log.to} />
                </td>
                <td data-whole="true">
                  {log.imported_at && <Time at={log.imported_at} />}
                  {log.imported_by && ` ${words.logs.by(log.imported_by.name)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
