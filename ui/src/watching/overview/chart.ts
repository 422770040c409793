/** Bars and a line of weeks, as places in a drawing. Bars share one scale, what is open has its own. */
import type { Week } from '../../api/eventLogs'

export const WIDTH = 1000
export const HEIGHT = 140
/** Nothing touches the upper edge. */
const ROOM = 0.96

export function chart(weeks: Week[]) {
  const most = Math.max(0, ...weeks.flatMap(({ arrived, completed }) => [arrived, completed]))
  const mostOpen = Math.max(0, ...weeks.map(({ open }) => open))
  const width = WIDTH / Math.max(1, weeks.length)
  const high = (value: number, of: number) => (of > 0 ? (value / of) * HEIGHT * ROOM : 0)
  const bars = weeks.map(({ arrived, completed }, at) => ({
    x: at * width,
    width,
    arrived: high(arrived, most),
    completed: high(completed, most),
  }))
  const line = weeks
    .map(
      ({ open }, at) => `${at === 0 ? 'M' : 'L'}${round((at + 0.5) * width)} ${round(HEIGHT - high(open, mostOpen))}`,
    )
    .join(' ')
  return { bars, line, most, mostOpen }
}

const round = (value: number) => Math.round(value * 10) / 10
