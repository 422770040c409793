/** The deviations of a log, the most frequent first, the accepted apart at the end. */
import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { Deviation } from '../../api/conformance'
import { Empty } from '../../shell/Empty'
import { useLongList } from '../../shell/list'
import list from '../../shell/list.module.css'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/conformance'
import classes from './conformance.module.css'
import { DeviationRow } from './DeviationRow'
import { byClass, listed, NO_STEP, nameOf } from './deviations'
import type { ConformanceSearch } from './search'
import { subject } from './telling'

const WHOLE = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: () => undefined }

interface Props {
  deviations: Deviation[]
  search: ConformanceSearch
  /** The one that was open last: where the list goes on. */
  last: string | undefined
  onChange: (next: Partial<ConformanceSearch>) => void
  onPoint: (deviation: Deviation | undefined) => void
}

export function DeviationList({ deviations, search, last, onChange, onPoint }: Props) {
  const rows = listed(deviations, search)
  const { scroller, virtual, items, row, move, point } = useLongList({ rows, nameOf, height: 84, ...WHOLE })
  const open = (deviation: Deviation) => onChange({ deviation: nameOf(deviation) })
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => move(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => move(-1) },
    { key: 'Enter', words: words.shortcuts.open, run: () => row && open(row) },
  ])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the diagram follows the cursor, not its callback
  useEffect(() => onPoint(row), [row])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one comes back to the list
  useEffect(() => {
    const place = rows.findIndex((each) => nameOf(each) === last)
    if (last === undefined || place < 0) return
    point(last)
    virtual.scrollToIndex(place, { align: 'center' })
  }, [])
  const firstAccepted = rows.findIndex(({ accepted }) => accepted != null)
  return (
    <section className={classes.list} aria-label={words.list}>
      <Kinds deviations={deviations} search={search} onChange={onChange} />
      {search.step && (
        <button type="button" className={classes.only} onClick={() => onChange({ step: undefined })}>
          <span className={classes.onlyWhat}>
            {search.step === NO_STEP ? words.noStep : words.only(titleOf(deviations, search.step))}
          </span>
          <IconX size={14} className={classes.away} aria-hidden="true" />
          <span className="visually-hidden">{words.clearStep}</span>
        </button>
      )}
      {deviations.length === 0 ? (
        <Empty title={words.empty} help={words.emptyHelp} />
      ) : rows.length === 0 ? (
        <Empty title={words.none} help={words.noneHelp}>
          <Button variant="default" onClick={() => onChange({ class: undefined, step: undefined })}>
            {words.clear}
          </Button>
        </Empty>
      ) : (
        <div className={list.scroller} ref={scroller}>
          <ul className={list.rows} style={{ height: virtual.getTotalSize() }} aria-label={words.list}>
            {items.map(({ index, start, key }) => {
              const deviation = rows[index]
              return (
                deviation && (
                  <li
                    key={key}
                    ref={virtual.measureElement}
                    data-index={index}
                    className={list.row}
                    data-at={deviation === row}
                    style={{ transform: `translateY(${start}px)` }}
                    aria-setsize={rows.length}
                    aria-posinset={index + 1}
                  >
                    {index === firstAccepted && <h3 className={classes.apart}>{words.acceptedHead}</h3>}
                    <DeviationRow
                      deviation={deviation}
                      onOpen={() => open(deviation)}
                      onPoint={() => point(nameOf(deviation))}
                    />
                  </li>
                )
              )
            })}
          </ul>
        </div>
      )}
    </section>
  )
}

function Kinds({ deviations, search, onChange }: Pick<Props, 'deviations' | 'search' | 'onChange'>) {
  const kinds = byClass(deviations)
  if (kinds.length < 2 && !search.class) return null
  const all = kinds.reduce((sum, each) => sum + each.kinds, 0)
  const shown =
    kinds.some((each) => each.class === search.class) || !search.class
      ? kinds
      : [...kinds, { class: search.class, kinds: 0 }]
  return (
    <fieldset className={`${list.choices} ${classes.kinds}`} aria-label={words.filter}>
      <button
        type="button"
        className={list.choice}
        aria-pressed={!search.class}
        onClick={() => onChange({ class: undefined })}
      >
        {words.all} {all}
      </button>
      {shown.map(({ class: kind, kinds: found }) => (
        <button
          key={kind}
          type="button"
          className={list.choice}
          aria-pressed={search.class === kind}
          title={words.classHelp[kind]}
          onClick={() => onChange({ class: search.class === kind ? undefined : kind })}
        >
          {words.classes[kind]} {found}
        </button>
      ))}
    </fieldset>
  )
}

function titleOf(deviations: Deviation[], step: string): string {
  const found = deviations.find((each) => each.step?.id === step)
  return found ? subject(found) : step
}
