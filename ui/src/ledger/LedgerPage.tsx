/** Everything that changed, in words; for auditors and administrators. */
import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type LedgerLine, ledgerQuery } from '../api/ledger'
import { asProblem } from '../api/problem'
import { sinceMoment } from '../runs/search'
import { Empty } from '../shell/Empty'
import { useLongList } from '../shell/list'
import list from '../shell/list.module.css'
import { Page } from '../shell/Page'
import { Lines } from '../shell/PageSkeleton'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/ledger'
import { EntryLine } from './EntryLine'
import { LedgerActions, useProving } from './LedgerActions'
import { LedgerBar } from './LedgerBar'
import classes from './ledger.module.css'
import { Proof } from './Proof'
import type { LedgerSearch } from './search'
import { useNames } from './useNames'

const NONE: LedgerLine[] = []

export function LedgerPage() {
  const search = useSearch({ from: '/inside/ledger' })
  const navigate = useNavigate({ from: '/ledger' })
  const proving = useProving()
  const names = useNames()
  const { since, ...rest } = search
  const query = useInfiniteQuery({
    ...ledgerQuery({ ...rest, since: sinceMoment(since, Date.now(), () => undefined) }),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? NONE, [query.data])
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const { scroller, virtual, items, row, move, point } = useLongList({
    rows,
    nameOf: ({ number }) => String(number),
    height: 41,
    ...query,
  })
  const change = (next: Partial<LedgerSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace, resetScroll: false })
  const toggle = ({ number }: LedgerLine) => {
    const next = new Set(opened)
    if (!next.delete(number)) next.add(number)
    setOpened(next)
  }
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => move(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => move(-1) },
    { key: 'Enter', words: words.shortcuts.open, run: () => row && toggle(row) },
  ])
  const problem = query.error ? asProblem(query.error) : undefined
  if (problem?.status === 403)
    return (
      <Page title={words.title}>
        <Empty title={words.denied.title} help={words.denied.help} home />
      </Page>
    )
  return (
    <Page title={words.title} layout="fill" actions={<LedgerActions proving={proving} />}>
      <div className={list.page}>
        <LedgerBar search={search} onChange={change} />
        <Proof proving={proving} />
        {rows.length > 0 ? (
          <div className={list.scroller} ref={scroller}>
            <ul className={list.rows} style={{ height: virtual.getTotalSize() }} aria-label={words.list}>
              {items.map(({ index, start, key }) => {
                const line = rows[index]
                return (
                  line && (
                    <li
                      key={key}
                      ref={virtual.measureElement}
                      data-index={index}
                      className={list.row}
                      data-at={line === row}
                      style={{ transform: `translateY(${start}px)` }}
                    >
                      <EntryLine
                        line={line}
                        names={names}
                        opened={opened.has(line.number)}
                        onToggle={() => {
                          point(String(line.number))
                          toggle(line)
                        }}
                        onOnly={(subject) => change({ subject })}
                      />
                    </li>
                  )
                )
              })}
            </ul>
          </div>
        ) : query.isPending ? (
          <div className={list.loading}>
            <Lines count={14} height={16} />
          </div>
        ) : problem ? (
          <Empty title={words.failedList} help={problem.message}>
            <Button variant="default" onClick={() => void query.refetch()}>
              {words.again}
            </Button>
          </Empty>
        ) : (
          <Empty title={words.empty.title} help={words.empty.help}>
            <Button
              variant="default"
              onClick={() => change({ kind: undefined, subject: undefined, person: undefined, since: undefined })}
            >
              {words.clear}
            </Button>
          </Empty>
        )}
        {rows.length > 0 && <p className={`${classes.intro} visually-hidden`}>{words.intro}</p>}
      </div>
    </Page>
  )
}
