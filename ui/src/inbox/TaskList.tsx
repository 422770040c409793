/** The rows of the inbox, drawn only where they are seen. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { asProblem } from '../api/problem'
import { useSession } from '../api/session'
import { Empty } from '../shell/Empty'
import { Lines } from '../shell/PageSkeleton'
import { useAppearance } from '../theme/appearance'
import { words } from '../words/en/inbox'
import classes from './inbox.module.css'
import { nameOf } from './rows'
import { TaskRow } from './TaskRow'
import type { Inbox } from './useInbox'

export function TaskList({ inbox, small }: { inbox: Inbox; small: boolean }) {
  const { rows, list, selected, search, show, toggle } = inbox
  const me = useSession().person.id
  const scroller = useRef<HTMLDivElement>(null)
  const { density } = useAppearance()
  const touch = useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false })
  const height = touch ? 68 : density === 'compact' ? 46 : 56
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (n) => (rows[n] ? nameOf(rows[n]) : n),
    overscan: 12,
  })
  const items = virtual.getVirtualItems()

  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 20) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])

  const at = rows.findIndex((row) => nameOf(row) === search.open)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, virtual])

  if (list.isPending) {
    return (
      <div className={classes.loading}>
        <Lines count={12} height={18} />
      </div>
    )
  }
  if (list.isError && rows.length === 0) {
    return (
      <Empty title={words.failed} help={asProblem(list.error).message}>
        <Button variant="default" onClick={() => void list.refetch()}>
          {words.again}
        </Button>
      </Empty>
    )
  }
  if (rows.length === 0) return <Nothing inbox={inbox} />
  return (
    <div className={classes.scroller} ref={scroller}>
      <ul
        className={classes.rows}
        style={{ height: virtual.getTotalSize() }}
        data-selecting={selected.size > 0}
        aria-label={words.list}
      >
        {items.map(({ index, start, key }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <TaskRow
              key={key}
              row={row}
              me={me}
              showMine={inbox.scope !== 'mine'}
              place={{ top: start, height, index, of: rows.length }}
              open={nameOf(row) === search.open}
              selected={selected.has(nameOf(row))}
              onOpen={() => show(row, !small)}
              onToggle={(range) => toggle(row, range)}
            />
          )
        })}
      </ul>
    </div>
  )
}

function Nothing({ inbox: { search, scope, change } }: { inbox: Inbox }) {
  const filtered = search.q || search.procedure || search.role || search.overdue
  const { title, help } = filtered ? words.empty.filtered : words.empty[scope]
  return (
    <Empty title={title} help={help}>
      {filtered ? (
        <Button
          variant="default"
          onClick={() => change({ q: undefined, procedure: undefined, role: undefined, overdue: undefined })}
        >
          {words.clearFilters}
        </Button>
      ) : scope === 'mine' ? (
        <Button variant="default" onClick={() => change({ scope: 'roles' })}>
          {words.empty.toRoles}
        </Button>
      ) : scope === 'all' ? (
        <Link to="/procedures">{words.empty.toProcedures}</Link>
      ) : null}
    </Empty>
  )
}
