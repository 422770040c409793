import { useSession } from '../api/session'
import { words } from '../words/en/watching'
import { dayOf } from '../words/format'

/** From which day to which, in the person's zone. */
export function Period({ from, to }: { from?: string | null | undefined; to?: string | null | undefined }) {
  const { zone } = useSession()
  if (!from || !to) return null
  return <span className="figures">{words.until(dayOf(from, zone), dayOf(to, zone))}</span>
}
