/** One case: what happened, when, and how that is beside what the procedure asks. */
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { caseQuery, type LogCase } from '../../api/eventLogs'
import { asProblem } from '../../api/problem'
import { procedureNamesQuery } from '../../api/procedureNames'
import frame from '../../procedure/procedure.module.css'
import { Empty } from '../../shell/Empty'
import { useLongList } from '../../shell/list'
import list from '../../shell/list.module.css'
import { Lines } from '../../shell/PageSkeleton'
import { useShortcuts } from '../../shell/shortcuts'
import { StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/cases'
import { Compare } from '../conformance/Compare'
import { comparedWith, remember } from '../conformance/compared'
import { useFilter, useLog } from '../useLog'
import { CaseMoment } from './CaseMoment'
import classes from './cases.module.css'
import { summary, timeline } from './timeline'
import { Values } from './Values'

const WHOLE = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: () => undefined }

export function CaseView() {
  const { id, overview } = useLog()
  const { case: place } = useParams({ from: '/inside/watching/$log/cases/$case' })
  const search = useSearch({ from: '/inside/watching/$log/cases/$case' })
  const navigate = useNavigate()
  const { filter } = useFilter()
  const within = JSON.stringify(filter)
  const first = useRef(within)
  // A place is one within the filter: with another filter it is another case.
  useEffect(() => {
    if (first.current !== within)
      void navigate({ to: '/watching/$log/cases', params: { log: id }, search: JSON.parse(within), replace: true })
  }, [within, id, navigate])
  const compared = comparedWith(id, search, overview.summary.procedure)
  const { data, error } = useQuery(caseQuery(id, filter, Number(place), compared.procedure, compared.number))
  const procedures = useQuery(procedureNamesQuery).data
  return (
    <div className={`${frame.diagram} ${list.page}`}>
      <div className={list.bar}>
        <Link to="/watching/$log/cases" params={{ log: id }} search={(old: object) => old} className={classes.back}>
          <IconArrowLeft size={14} aria-hidden="true" />
          {words.case.back}
        </Link>
        <h2 className={classes.caseName}>{words.case.title(data?.name ?? '…')}</h2>
        {data?.run && (
          <Link to="/runs/$run" params={{ run: data.run }}>
            {words.case.run}
          </Link>
        )}
        {procedures && procedures.length > 0 && (
          <Compare
            compared={compared}
            onChoose={(next) => {
              remember(id, next)
              void navigate({
                to: '.',
                search: (old: object) => ({ ...old, number: undefined, ...next }),
                resetScroll: false,
              })
            }}
          />
        )}
      </div>
      {data ? (
        <Timeline key={place} of={data} />
      ) : error ? (
        <Empty title={words.case.failed} help={asProblem(error).message} />
      ) : (
        <div className={list.loading}>
          <Lines count={12} height={20} />
        </div>
      )}
    </div>
  )
}

function Timeline({ of }: { of: LogCase }) {
  const rows = useMemo(() => timeline(of), [of])
  const held = summary(of.moves)
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const nameOf = ({ place }: { place: number }) => String(place)
  const { scroller, virtual, items, row, move, point } = useLongList({ rows, nameOf, height: 56, ...WHOLE })
  const toggle = (place: number) => {
    const next = new Set(opened)
    if (!next.delete(place)) next.add(place)
    setOpened(next)
  }
  useShortcuts([
    { key: 'j', words: words.case.shortcuts.next, run: () => move(1) },
    { key: 'k', words: words.case.shortcuts.previous, run: () => move(-1) },
    { key: 'Enter', words: words.case.shortcuts.values, run: () => row && toggle(row.place) },
  ])
  const people = of.events.some(({ by }) => by)
  return (
    <div className={classes.timeline}>
      <div className={classes.about}>
        {held &&
          (held.keeps ? (
            <p className={classes.keeps}>
              <StatusIcon status="done" /> {words.case.keeps}
            </p>
          ) : (
            <p>{words.case.summary(held.both, held.log, held.model)}</p>
          ))}
        {of.count > of.events.length && (
          <p className={classes.quiet}>{words.case.moreOf(of.events.length, of.count)}</p>
        )}
        {people && <p className={classes.quiet}>{words.case.people}</p>}
        {of.values.length > 0 && (
          <details className={classes.caseValues}>
            <summary>
              {words.case.values} ({of.values.length})
            </summary>
            <Values values={of.values} />
          </details>
        )}
      </div>
      <div className={list.scroller} ref={scroller}>
        <ol className={list.rows} style={{ height: virtual.getTotalSize() }} aria-label={words.case.timeline}>
          {items.map(({ index, start, key }) => {
            const moment = rows[index]
            return (
              moment && (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className={`${list.row} ${classes.moment}`}
                  data-kind={moment.kind}
                  data-at={moment === row}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <CaseMoment
                    moment={moment}
                    opened={opened.has(moment.place)}
                    onToggle={() => {
                      point(nameOf(moment))
                      toggle(moment.place)
                    }}
                  />
                </li>
              )
            )
          })}
        </ol>
      </div>
    </div>
  )
}
