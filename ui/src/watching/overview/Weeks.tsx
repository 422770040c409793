/** How many cases came, were finished and are open, week by week. */
import { useMemo, useState } from 'react'
import type { Week } from '../../api/eventLogs'
import { useSession } from '../../api/session'
import { words } from '../../words/en/watching'
import { dayOf, decimal } from '../../words/format'
import { chart, HEIGHT, WIDTH } from './chart'
import classes from './overview.module.css'

export function Weeks({ weeks }: { weeks: Week[] }) {
  const { zone } = useSession()
  const { bars, line, most, mostOpen } = useMemo(() => chart(weeks), [weeks])
  const [at, setAt] = useState<number>()
  if (weeks.length < 2) return null
  const shown = at === undefined ? undefined : weeks[at]
  return (
    <section aria-labelledby="log-weeks">
      <h2 id="log-weeks">{words.weeks.title}</h2>
      <div className={classes.key}>
        <span data-of="arrived">{words.weeks.arrived}</span>
        <span data-of="completed">{words.weeks.completed}</span>
        <span data-of="open">{words.weeks.open}</span>
        <span className={classes.told} role="status">
          {shown
            ? words.weeks.told(dayOf(shown.begins, zone), shown.arrived, shown.completed, shown.open)
            : words.weeks.most(most, mostOpen)}
        </span>
      </div>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onMouseLeave={() => setAt(undefined)}
      >
        {bars.map(({ x, width, arrived, completed }, week) => (
          <g key={weeks[week]?.begins} data-at={week === at} onMouseEnter={() => setAt(week)}>
            <rect x={x} width={width} y={0} height={HEIGHT} className={classes.reach} />
            <rect x={x + width * 0.1} width={width * 0.38} y={HEIGHT - arrived} height={arrived} data-of="arrived" />
            <rect
              x={x + width * 0.52}
              width={width * 0.38}
              y={HEIGHT - completed}
              height={completed}
              data-of="completed"
            />
          </g>
        ))}
        <path d={line} className={classes.line} vectorEffect="non-scaling-stroke" />
      </svg>
      <div className={classes.axis} aria-hidden="true">
        <span>{dayOf(weeks[0]?.begins ?? '', zone)}</span>
        <span>{dayOf(weeks.at(-1)?.begins ?? '', zone)}</span>
      </div>
      <details className={classes.details}>
        <summary>{words.weeks.table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.weeks.week}</th>
              <th scope="col">{words.weeks.arrived}</th>
              <th scope="col">{words.weeks.completed}</th>
              <th scope="col">{words.weeks.open}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ begins, arrived, completed, open }) => (
              <tr key={begins}>
                <th scope="row">{dayOf(begins, zone)}</th>
                <td>{decimal(arrived)}</td>
                <td>{decimal(completed)}</td>
                <td>{decimal(open)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
