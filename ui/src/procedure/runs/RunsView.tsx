import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { asProblem } from '../../api/problem'
import { type RunItem, runsOfQuery } from '../../api/procedures'
import cards from '../../shell/cards.module.css'
import { Empty } from '../../shell/Empty'
import { Lines } from '../../shell/PageSkeleton'
import { type Status, StatusChip } from '../../theme/Status'
import { words } from '../../words/en/procedure'
import { DueChip, Time } from '../../words/Time'

const looks: Record<RunItem['status'], Status> = {
  running: 'open',
  paused: 'waiting',
  ended: 'done',
  cancelled: 'failed',
}

/** The runs of one procedure, the newest first. */
export function RunsView() {
  const { id } = useParams({ from: '/inside/procedures/$id' })
  const query = useInfiniteQuery(runsOfQuery(id))
  if (query.isError && !query.data) return <p role="alert">{asProblem(query.error).message}</p>
  if (!query.data) return <Lines count={8} height={18} />
  const rows = query.data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <Empty title={words.runList.empty} help={words.runList.emptyHelp} />
  return (
    <div style={{ padding: '8px 0 24px' }}>
      <table className={cards.table}>
        <thead>
          <tr>
            <th scope="col">{words.runList.run}</th>
            <th scope="col">{words.runList.status}</th>
            <th scope="col">{words.runList.version}</th>
            <th scope="col">{words.runList.started}</th>
            <th scope="col">{words.runList.by}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.run} row={row} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  )
}

function Row({ row }: { row: RunItem }) {
  const open = row.ended_at == null
  return (
    <tr>
      <th scope="row">
        <Link to="/runs/$run" params={{ run: row.run }}>
          {row.case || row.run}
        </Link>
      </th>
      <td>
        {open && row.due ? (
          <DueChip due={row.due} />
        ) : (
          <StatusChip status={looks[row.status]}>
            {row.outcome?.replaceAll('-', ' ') ?? words.runList.statuses[row.status]}
          </StatusChip>
        )}
      </td>
      <td data-last="true">{words.version(row.procedure.number)}</td>
      <td data-label={words.runList.started}>
        <Time at={row.started_at} />
      </td>
      <td>{row.started_by ? row.started_by.name : words.runList.byItself}</td>
    </tr>
  )
}
