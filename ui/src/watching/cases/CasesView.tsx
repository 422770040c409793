/** The cases of a log: all, those of a variant, or those that depart in one way. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { conformanceQuery, type Deviation } from '../../api/conformance'
import { casesQuery, type LogCaseItem } from '../../api/eventLogs'
import { asProblem } from '../../api/problem'
import frame from '../../procedure/procedure.module.css'
import { Empty } from '../../shell/Empty'
import { FindBox } from '../../shell/FindBox'
import { useLongList } from '../../shell/list'
import list from '../../shell/list.module.css'
import { Lines } from '../../shell/PageSkeleton'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/cases'
import { nameOf } from '../conformance/deviations'
import { whole } from '../conformance/telling'
import { useFilter, useLog } from '../useLog'
import { CaseRow } from './CaseRow'
import classes from './cases.module.css'
import type { CasesSearch } from './search'

const NONE: LogCaseItem[] = []

export function CasesView() {
  const { id } = useLog()
  const { filter } = useFilter()
  const search = useSearch({ from: '/inside/watching/$log/cases' })
  const navigate = useNavigate()
  const departing = useDeparting(id, search)
  const asked = {
    search: search.q,
    variant: search.variant,
    ...(departing.deviation
      ? { deviation: departing.deviation.place, procedure: search.procedure, version: search.number }
      : {}),
  }
  const query = useInfiniteQuery({
    ...casesQuery(id, filter, asked),
    enabled: !departing.pending,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? NONE, [query.data])
  const narrow = useMediaQuery('(max-width: 700px)', undefined, { getInitialValueInEffect: false })
  const height = narrow ? 60 : 42
  const nameOfCase = (row: LogCaseItem) => String(row.case)
  const { scroller, virtual, items, row, move, point } = useLongList({ rows, nameOf: nameOfCase, height, ...query })
  const change = (next: Partial<CasesSearch>, replace = false) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...next }), replace, resetScroll: false })
  const all = () => change({ variant: undefined, deviation: undefined, q: undefined })
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => move(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => move(-1) },
    {
      key: 'Enter',
      words: words.shortcuts.open,
      run: () =>
        row &&
        void navigate({
          to: '/watching/$log/cases/$case',
          params: { log: id, case: String(row.case) },
          search: (old: object) => old,
        }),
    },
    { key: '/', words: words.shortcuts.find, run: () => document.getElementById('cases-find')?.focus() },
  ])
  const problem = departing.problem ?? (query.error ? asProblem(query.error) : undefined)
  const total = query.data?.pages[0]?.total
  return (
    <div className={`${frame.diagram} ${list.page}`}>
      <div className={list.bar}>
        <FindBox id="cases-find" label={words.find} value={search.q} onFind={(q) => change({ q }, true)} />
        {search.variant !== undefined && (
          <Only what={words.ofVariant(search.variant + 1)} onDrop={() => change({ variant: undefined })} />
        )}
        {departing.deviation && (
          <Only what={words.ofDeviation(whole(departing.deviation))} onDrop={() => change({ deviation: undefined })} />
        )}
        {total !== undefined && (
          <span className={classes.total} role="status">
            {words.total(total)}
          </span>
        )}
      </div>
      {rows.length > 0 ? (
        <div className={list.scroller} ref={scroller}>
          <ul className={list.rows} style={{ height: virtual.getTotalSize() }} aria-label={words.list}>
            {items.map(({ index, start, key }) => {
              const item = rows[index]
              return (
                item && (
                  <li
                    key={key}
                    className={list.row}
                    data-at={item === row}
                    style={{ transform: `translateY(${start}px)`, height }}
                    aria-setsize={total ?? rows.length}
                    aria-posinset={index + 1}
                  >
                    <CaseRow log={id} row={item} onPoint={() => point(nameOfCase(item))} />
                  </li>
                )
              )
            })}
          </ul>
        </div>
      ) : problem ? (
        <Empty title={words.failed} help={problem.message}>
          <Button variant="default" onClick={() => void query.refetch()}>
            {words.again}
          </Button>
        </Empty>
      ) : query.isPending ? (
        <div className={list.loading}>
          <Lines count={14} height={16} />
        </div>
      ) : (
        <Empty title={words.empty} help={words.emptyHelp}>
          <Button variant="default" onClick={all}>
            {words.clear}
          </Button>
        </Empty>
      )}
    </div>
  )
}

/** The deviation that the address names, at the place where the comparison has it now. */
function useDeparting(log: string, { procedure, number, deviation }: CasesSearch) {
  const { filter } = useFilter()
  const asks = procedure !== undefined && deviation !== undefined
  const query = useQuery({ ...conformanceQuery(log, procedure ?? '', number, filter), enabled: asks })
  const found: Deviation | undefined = asks
    ? query.data?.deviations.find((each) => nameOf(each) === deviation)
    : undefined
  return {
    deviation: found,
    pending: asks && query.isPending,
    problem: asks && query.error ? asProblem(query.error) : undefined,
  }
}

function Only({ what, onDrop }: { what: string; onDrop: () => void }) {
  return (
    <button type="button" className={classes.only} aria-label={words.drop(what)} title={what} onClick={onDrop}>
      <span>{what}</span>
      <IconX size={13} aria-hidden="true" />
    </button>
  )
}
