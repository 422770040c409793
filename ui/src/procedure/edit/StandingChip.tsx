import { type Status, StatusChip } from '../../theme/Status'
import { words } from '../../words/en/edit'
import type { Standing } from './saving'

const looks: Record<Standing, Status> = {
  unsaved: 'late',
  saving: 'waiting',
  saved: 'open',
  published: 'done',
  conflict: 'failed',
  failed: 'failed',
}

/** Unsaved, draft or published: by word, icon and colour. */
export function StandingChip({ standing, base, failure }: { standing: Standing; base?: number; failure?: string }) {
  const said = standing === 'published' && base !== undefined ? words.publishedAs(base) : words.standing[standing]
  return (
    <span role="status" title={failure}>
      <StatusChip status={looks[standing]}>{said}</StatusChip>
    </span>
  )
}
