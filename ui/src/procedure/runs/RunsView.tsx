import { Button, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { asProblem } from '../../api/problem'
import { type RunItem, runsOfQuery } from '../../api/procedures'
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
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={6} fz={13} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.runList.run}</Table.Th>
              <Table.Th>{words.runList.status}</Table.Th>
              <Table.Th>{words.runList.version}</Table.Th>
              <Table.Th>{words.runList.started}</Table.Th>
              <Table.Th>{words.runList.by}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row key={row.run} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
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
    <Table.Tr>
      <Table.Td>
        <Link to="/runs/$run" params={{ run: row.run }}>
          {row.case || row.run}
        </Link>
      </Table.Td>
      <Table.Td>
        {open && row.due && row.status !== 'paused' ? (
          <DueChip due={row.due} />
        ) : (
          <StatusChip status={looks[row.status]}>{row.outcome ?? words.runList.statuses[row.status]}</StatusChip>
        )}
      </Table.Td>
      <Table.Td>{words.version(row.procedure.number)}</Table.Td>
      <Table.Td>
        <Time at={row.started_at} />
      </Table.Td>
      <Table.Td>{row.started_by?.name ?? words.runList.byItself}</Table.Td>
    </Table.Tr>
  )
}
