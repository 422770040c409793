/** What is done, where cases wait, and where work changes hands. */
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ActivityFigures, LogOverview } from '../../api/eventLogs'
import cards from '../../shell/cards.module.css'
import { words } from '../../words/en/watching'
import { decimal } from '../../words/format'
import { duration, percent } from '../figures'
import classes from './overview.module.css'

const own = words.overview
/** So many places are told before the rest is left for those who ask. */
const FIRST = 10

export function Activities({ activities, cases }: { activities: ActivityFigures[]; cases: number }) {
  const share = (n: number) => percent(cases ? n / cases : 0)
  return (
    <Table id="log-activities" title={own.activities} head={[own.activity, own.inCases, own.times, own.again]}>
      {activities.map((each) => (
        <tr key={each.activity}>
          <th scope="row">{each.activity}</th>
          <Cell label={own.inCases}>{`${decimal(each.cases)} (${share(each.cases)})`}</Cell>
          <Cell label={own.times}>{decimal(each.times)}</Cell>
          <Cell label={own.again}>{each.repeating > 0 ? own.casesAgain(each.repeating) : '–'}</Cell>
        </tr>
      ))}
    </Table>
  )
}

export function Bottlenecks({ bottlenecks }: Pick<LogOverview, 'bottlenecks'>) {
  if (bottlenecks.length === 0) return null
  return (
    <Table
      id="log-bottlenecks"
      title={own.bottlenecks}
      help={own.bottlenecksHelp}
      head={[own.between, own.times, own.medianWait, own.share]}
    >
      {bottlenecks.map(({ from, to, times, median, share }) => (
        <tr key={`${from} → ${to}`}>
          <th scope="row">{own.path(from, to)}</th>
          <Cell label={own.times}>{decimal(times)}</Cell>
          <Cell label={own.medianWait}>{duration(median)}</Cell>
          <Cell label={own.share}>{percent(share)}</Cell>
        </tr>
      ))}
    </Table>
  )
}

interface HandOversProps {
  handovers: LogOverview['handovers']
  smallest: number | undefined
}

export function HandOvers({ handovers: { places, withheld }, smallest }: HandOversProps) {
  const [all, setAll] = useState(false)
  const told = withheld > 0 && <p className={classes.quiet}>{own.withheld(withheld, smallest)}</p>
  if (places.length === 0 && !told) return null
  if (places.length === 0)
    return (
      <section aria-labelledby="log-hand-overs">
        <h2 id="log-hand-overs">{own.handOvers}</h2>
        {told}
      </section>
    )
  return (
    <Table
      id="log-hand-overs"
      title={own.handOvers}
      help={own.handOversHelp}
      head={[own.between, own.times, own.handedOver, own.waitSame, own.waitOther]}
      foot={
        <>
          {places.length > FIRST && (
            <Button size="xs" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? own.fewer : own.more(places.length - FIRST)}
            </Button>
          )}
          {told}
        </>
      }
    >
      {(all ? places : places.slice(0, FIRST)).map(({ from, to, times, handed_over, wait_same, wait_other }) => (
        <tr key={`${from} → ${to}`}>
          <th scope="row">{own.path(from, to)}</th>
          <Cell label={own.times}>{decimal(times)}</Cell>
          <Cell label={own.handedOver}>{percent(times ? handed_over / times : 0)}</Cell>
          <Cell label={own.waitSame}>{wait_same == null ? '–' : duration(wait_same)}</Cell>
          <Cell label={own.waitOther}>{wait_other == null ? '–' : duration(wait_other)}</Cell>
        </tr>
      ))}
    </Table>
  )
}

interface TableProps {
  id: string
  title: string
  help?: string
  head: string[]
  foot?: ReactNode
  children: ReactNode
}

function Table({ id, title, help, head, foot, children }: TableProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {help && <p className={classes.quiet}>{help}</p>}
      <table className={cards.table}>
        <thead>
          <tr>
            {head.map((name, at) => (
              <th key={name} scope="col" className={at > 0 ? classes.number : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {foot}
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
