/** The map in words and numbers: for those who do not see the drawing, and for those who want to sort it out. */
import type { ProcessMap } from '../../api/eventLogs'
import cards from '../../shell/cards.module.css'
import { words } from '../../words/en/watchingMap'
import { decimal } from '../../words/format'
import { duration, percent } from '../figures'
import classes from './map.module.css'

export function MapTable({ map }: { map: ProcessMap }) {
  const works = map.activities.some(({ work }) => work)
  return (
    <section className={classes.tables} aria-label={words.drawing} tabIndex={0}>
      <section aria-labelledby="map-activities">
        <h2 id="map-activities">{words.activities}</h2>
        <table className={cards.table}>
          <thead>
            <tr>
              {[
                words.activity,
                words.times,
                words.inCases,
                words.starts,
                words.stops,
                ...(works ? [words.work] : []),
              ].map((name, at) => (
                <th key={name} scope="col" className={at > 0 ? classes.number : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {map.activities.map(({ activity, times, cases, starts, ends, work }) => (
              <tr key={activity}>
                <th scope="row">{activity}</th>
                <Cell label={words.times}>{decimal(times)}</Cell>
                <Cell label={words.inCases}>{`${decimal(cases)} (${percent(map.cases ? cases / map.cases : 0)})`}</Cell>
                <Cell label={words.starts}>{decimal(starts)}</Cell>
                <Cell label={words.stops}>{decimal(ends)}</Cell>
                {works && <Cell label={words.work}>{work ? duration(work.median) : '–'}</Cell>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section aria-labelledby="map-paths">
        <h2 id="map-paths">{words.paths}</h2>
        <table className={cards.table}>
          <thead>
            <tr>
              <th scope="col">{words.fromOne}</th>
              <th scope="col">{words.toOther}</th>
              {[words.followed, words.inCases, words.medianWait, words.slowest].map((name) => (
                <th key={name} scope="col" className={classes.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {map.paths.map(({ from, to, times, cases, wait }) => (
              <tr key={`${from} → ${to}`}>
                <th scope="row">{from}</th>
                <td data-label={words.followedBy}>{to}</td>
                <Cell label={words.followed}>{decimal(times)}</Cell>
                <Cell label={words.inCases}>{decimal(cases)}</Cell>
                <Cell label={words.medianWait}>{wait ? duration(wait.median) : '–'}</Cell>
                <Cell label={words.slowest}>{wait ? duration(wait.p90) : '–'}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function Cell({ label, children }: { label: string; children: string }) {
  return (
    <td className={classes.number} data-label={label}>
      {children}
    </td>
  )
}
