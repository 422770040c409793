import type { Deviation } from '../../api/conformance'
import { words } from '../../words/en/conformance'
import { percent } from '../figures'
import classes from './conformance.module.css'
import { trendLine } from './trend'

interface Props {
  trend: Deviation['trend']
  width: number
  height: number
  /** As wide as there is room. */
  wide?: boolean
}

/** Shares over time as a line; what it shows is told in words as well. */
export function Trend({ trend, width, height, wide }: Props) {
  const line = trendLine(trend, width, height)
  if (!line) return null
  const share = (at: number) => {
    const period = trend.at(at)
    return percent(period && period.cases > 0 ? period.deviating / period.cases : 0)
  }
  return (
    <svg
      className={classes.trend}
      viewBox={`-1 -2 ${width + 2} ${height + 3}`}
      width={wide ? '100%' : width}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={words.trend(share(0), share(-1))}
    >
      <path className={classes.trendArea} d={line.area} />
      <path className={classes.trendLine} d={line.path} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
