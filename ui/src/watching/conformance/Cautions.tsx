/** What the comparison could not prove or see. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Conformance } from '../../api/conformance'
import { StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/conformance'
import classes from './conformance.module.css'

const NAMED = 3

interface Props {
  found: Conformance
  /** Absent where nothing can be mapped. */
  onMap: (() => void) | undefined
}

export function Cautions({ found: { unproven, unknown_activities: unknown, unseen_steps: unseen }, onMap }: Props) {
  if (unproven === 0 && unknown.length === 0 && unseen.length === 0) return null
  const times = unknown.reduce((sum, each) => sum + each.times, 0)
  return (
    <ul className={classes.cautions}>
      {unproven > 0 && <Caution>{words.unproven(unproven)}</Caution>}
      {unknown.length > 0 && (
        <Caution>
          {words.unknown(unknown.length, times)}{' '}
          {onMap && (
            <Button size="compact-xs" variant="default" onClick={onMap}>
              {words.say}
            </Button>
          )}{' '}
          <Few names={unknown.map(({ activity }) => activity)} />
        </Caution>
      )}
      {unseen.length > 0 && (
        <Caution>
          {words.unseen(unseen.length)} <Few names={unseen.map(({ number, title }) => words.step(number, title))} />
        </Caution>
      )}
    </ul>
  )
}

function Caution({ children }: { children: ReactNode }) {
  return (
    <li>
      <StatusIcon status="late" size={13} />
      <div>{children}</div>
    </li>
  )
}

/** The first few, and the rest on demand. */
function Few({ names }: { names: string[] }) {
  if (names.length <= NAMED + 1) return <span className={classes.names}>{names.join('; ')}</span>
  return (
    <details className={classes.few}>
      <summary>
        <span className={classes.names}>{names.slice(0, NAMED).join('; ')}</span> {words.more(names.length - NAMED)}
      </summary>
      <span className={classes.names}>{names.slice(NAMED).join('; ')}</span>
    </details>
  )
}
