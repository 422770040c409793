/** What happened, in words, newest first; it grows while one looks, and only what is seen is drawn. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { journalQuery } from '../api/runs'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/run'
import { JournalTime, Telling } from '../words/Time'
import classes from './run.module.css'

export function Journal({ run, step }: { run: string; step: string | undefined }) {
  const { data, isPending, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    journalQuery(run),
  )
  const [onlyStep, setOnlyStep] = useState(false)
  const filter = onlyStep ? step : undefined
  const lines = useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? []
    return (filter ? all.filter((line) => line.step === filter) : all).reverse()
  }, [data, filter])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 30,
    getItemKey: (n) => lines[n]?.sequence ?? n,
    overscan: 10,
  })

  // The newest lines come last, and they are the first to be shown.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  return (
    <section className={classes.journal} aria-label={words.journal.title}>
      <div className={classes.journalHead}>
        <h2 className={classes.sub}>
          {words.journal.title} <span className={classes.quiet}>{words.journal.newest}</span>
        </h2>
        {step && (
          <button
            type="button"
            className={classes.toggle}
            aria-pressed={onlyStep}
            onClick={() => setOnlyStep(!onlyStep)}
          >
            {words.journal.step}
          </button>
        )}
      </div>
      {isPending && <Lines count={4} />}
      {isError && <p className={classes.quiet}>{words.journal.failed}</p>}
      {data && lines.length === 0 && <p className={classes.quiet}>{words.journal.empty}</p>}
      <div
        className={classes.journalScroll}
        ref={scroller}
        tabIndex={lines.length ? 0 : -1}
        role="log"
        aria-label={words.journal.title}
      >
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const line = lines[index]
            if (!line) return null
            return (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                style={{ transform: `translateY(${start}px)` }}
              >
                <JournalTime at={line.at} className={classes.when} />
                <span>
                  <Telling text={line.text} />
                  {line.who && <span className={classes.byWhom}>{line.who}</span>}
                </span>
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}
