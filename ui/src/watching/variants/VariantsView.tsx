/** The different ways through, the most frequent first. */
import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type Variant, variantsQuery } from '../../api/eventLogs'
import { asProblem } from '../../api/problem'
import frame from '../../procedure/procedure.module.css'
import { Empty } from '../../shell/Empty'
import { useLongList } from '../../shell/list'
import list from '../../shell/list.module.css'
import { Lines } from '../../shell/PageSkeleton'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/watching'
import { useFilter, useLog } from '../useLog'
import { hues as huesOf } from './sequence'
import { VariantRow } from './VariantRow'
import classes from './variants.module.css'

const NONE: Variant[] = []

export function VariantsView() {
  const { id, overview } = useLog()
  const { filter, change } = useFilter()
  const navigate = useNavigate()
  const query = useInfiniteQuery({ ...variantsQuery(id, filter), placeholderData: keepPreviousData })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? NONE, [query.data])
  const hues = useMemo(() => huesOf(overview.activities.map(({ activity }) => activity)), [overview])
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const nameOf = ({ variant }: Variant) => String(variant)
  const { scroller, virtual, items, row, move, point } = useLongList({ rows, nameOf, height: 64, ...query })
  const toggle = (variant: Variant) => {
    const next = new Set(opened)
    if (!next.delete(nameOf(variant))) next.add(nameOf(variant))
    setOpened(next)
  }
  useShortcuts([
    { key: 'j', words: words.variants.next, run: () => move(1) },
    { key: 'k', words: words.variants.previous, run: () => move(-1) },
    { key: 'o', words: words.variants.whole, run: () => row && toggle(row) },
    {
      key: 'Enter',
      words: words.variants.open,
      run: () =>
        row &&
        void navigate({
          to: '/watching/$log/cases',
          params: { log: id },
          search: { ...filter, variant: row.variant },
        }),
    },
  ])
  if (query.error)
    return (
      <Empty title={words.failed} help={asProblem(query.error).message}>
        <Button variant="default" onClick={() => void query.refetch()}>
          {words.again}
        </Button>
      </Empty>
    )
  if (query.isPending)
    return (
      <div className={list.loading}>
        <Lines count={12} height={18} />
      </div>
    )
  if (rows.length === 0)
    return (
      <Empty title={words.filter.none} help={words.filter.noneHelp}>
        <Button variant="default" onClick={() => change({})}>
          {words.filter.clear}
        </Button>
      </Empty>
    )
  const total = query.data.pages[0]?.total ?? rows.length
  const most = rows[0]?.share ?? 0
  return (
    <div className={`${frame.diagram} ${list.page}`} aria-busy={query.isPlaceholderData}>
      <p className={classes.count} role="status">
        {words.variants.count(total)}
      </p>
      <div className={list.scroller} ref={scroller} data-old={query.isPlaceholderData}>
        <ul className={list.rows} style={{ height: virtual.getTotalSize() }} aria-label={words.tabs.variants}>
          {items.map(({ index, start, key }) => {
            const item = rows[index]
            return (
              item && (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className={list.row}
                  data-at={item === row}
                  style={{ transform: `translateY(${start}px)` }}
                  aria-setsize={total}
                  aria-posinset={index + 1}
                >
                  <VariantRow
                    log={id}
                    filter={filter}
                    row={item}
                    most={most}
                    hues={hues}
                    opened={opened.has(nameOf(item))}
                    onToggle={() => {
                      point(nameOf(item))
                      toggle(item)
                    }}
                    onPoint={() => point(nameOf(item))}
                  />
                </li>
              )
            )
          })}
        </ul>
      </div>
    </div>
  )
}
