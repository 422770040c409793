import { Link } from '@tanstack/react-router'
import type { LogFilter, Variant } from '../../api/eventLogs'
import { words } from '../../words/en/watching'
import { decimal } from '../../words/format'
import { duration, percent } from '../figures'
import { atFirst, sequence } from './sequence'
import classes from './variants.module.css'

interface Props {
  log: string
  filter: LogFilter
  row: Variant
  /** The share of the most frequent one, which fills its bar. */
  most: number
  hues: Map<string, number>
  opened: boolean
  onToggle: () => void
  onPoint: () => void
}

export function VariantRow({ log, filter, row, most, hues, opened, onToggle, onPoint }: Props) {
  const groups = sequence(row.trace)
  const { told, more } = opened ? { told: groups, more: 0 } : atFirst(groups)
  return (
    <div className={classes.variant} onFocus={onPoint}>
      <div className={classes.figures}>
        <Link
          to="/watching/$log/cases"
          params={{ log }}
          search={{ ...filter, variant: row.variant }}
          className={classes.cases}
        >
          {words.cases(row.cases)}
        </Link>
        <span className={classes.share}>{percent(row.share)}</span>
        <svg className={classes.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="4" className={classes.ground} />
          <rect width={most > 0 ? (row.share / most) * 100 : 0} height="4" className={classes.fill} />
        </svg>
        <span className={classes.quiet}>
          {row.median == null ? '' : words.variants.median(duration(row.median))} · {words.events(row.length)}
        </span>
      </div>
      <ol className={classes.way} aria-label={words.variants.way(row.variant + 1)}>
        {told.map(({ activity, times }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in a way
          <li key={at} data-hue={hues.get(activity) ?? 0} title={activity}>
            <span>{activity}</span>
            {times > 1 && <b>×{decimal(times)}</b>}
          </li>
        ))}
        {(more > 0 || opened) && (
          <li className={classes.rest}>
            <button type="button" aria-expanded={opened} onClick={onToggle}>
              {opened ? words.variants.less : words.variants.more(more)}
            </button>
          </li>
        )}
        {more === 0 && row.length > row.trace.length && (
          <li className={classes.rest}>{words.variants.cut(row.length - row.trace.length)}</li>
        )}
      </ol>
    </div>
  )
}
