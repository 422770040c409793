import type { ProcedureItem } from '../api/procedures'
import { useSession } from '../api/session'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/procedure'
import { exactTime, relativeTime } from '../words/format'
import { useNow } from '../words/Time'
import { reviewState } from './library/filter'

/** Whether the procedure was looked at in time. `quiet` shows only what asks for something. */
export function ReviewBadge({ review, quiet }: { review: ProcedureItem['review']; quiet?: boolean }) {
  const { zone } = useSession()
  const now = useNow()
  const state = reviewState(review, now)
  if (quiet && state !== 'late' && state !== 'soon') return null
  const due = review?.due
  const exact = due ? exactTime(due, zone) : undefined
  const when = due ? words.reviewBy(relativeTime(due, now, zone)) : words.noReview
  switch (state) {
    case 'late':
      return (
        <span title={exact}>
          <StatusChip status="late">{words.reviewLate}</StatusChip>
        </span>
      )
    case 'soon':
      return (
        <span title={exact}>
          <StatusChip status="waiting">{when}</StatusChip>
        </span>
      )
    case 'fine':
      return (
        <span title={`${when} (${exact})`}>
          <StatusChip status="done">{words.verified}</StatusChip>
        </span>
      )
    case 'none':
      return <StatusChip status="waiting">{words.noReview}</StatusChip>
  }
}
