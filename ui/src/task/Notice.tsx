import { Anchor } from '@mantine/core'
import { words } from '../words/en/task'
import classes from './task.module.css'

/** Somebody changed the task while it was open here. */
export function Notice({ changes, onSeen }: { changes: string[]; onSeen: () => void }) {
  return (
    <div className={classes.notice} role="status">
      <strong>{words.changed}</strong>
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <Anchor component="button" type="button" fz="sm" onClick={onSeen}>
        {words.seen}
      </Anchor>
    </div>
  )
}
