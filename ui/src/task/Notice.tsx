import { Anchor } from '@mantine/core'
import { words } from '../words/en/task'
import classes from './task.module.css'
import type { Seen } from './useSeen'

/** Somebody changed the task while it was open here. */
export function Notice({ seen, onSeen }: { seen: Pick<Seen, 'changes' | 'look'>; onSeen: () => void }) {
  return (
    <div className={classes.notice} role="status">
      <strong>{words.changed}</strong>
      <ul>
        {seen.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <Anchor ref={seen.look} component="button" type="button" fz="sm" onClick={onSeen}>
        {words.seen}
      </Anchor>
    </div>
  )
}
