/** How a deviation went on over time, as a line: shares of the cases of equal parts of the log. */
import type { Deviation } from '../../api/conformance'

export interface Line {
  /** An SVG path, through the parts that have cases. */
  path: string
  /** The area under it. */
  area: string
  /** The largest share, at the top. */
  most: number
}

export function trendLine(trend: Deviation['trend'], width: number, height: number): Line | undefined {
  const shares = trend.map(({ cases, deviating }) => (cases > 0 ? deviating / cases : undefined))
  const most = Math.max(0, ...shares.map((share) => share ?? 0))
  const step = width / Math.max(1, trend.length - 1)
  const points = shares.flatMap((share, at) =>
    share === undefined ? [] : [`${round(at * step)} ${round(height - (most > 0 ? share / most : 0) * height)}`],
  )
  const [first] = points
  if (first === undefined || points.length < 2) return undefined
  const path = `M${points.join(' L')}`
  const [from] = first.split(' ')
  const [to] = (points.at(-1) ?? '').split(' ')
  return { path, area: `${path} L${to} ${height} L${from} ${height} Z`, most }
}

const round = (value: number): number => Math.round(value * 10) / 10
