import { IconArrowsUpDown, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Change } from '../../api/procedures'
import { words } from '../../words/en/procedure'
import { grouped, weights } from './changes'
import classes from './history.module.css'

const icons: Record<string, typeof IconPencil> = {
  added: IconPlus,
  removed: IconMinus,
  moved: IconArrowsUpDown,
  changed: IconPencil,
}

interface Props {
  changes: Change[]
  /** The title of a step, and how it is shown, such as a link to where it is read. */
  step: (step: string) => ReactNode
}

/** A semantic diff in words. */
export function ChangeList({ changes, step: shown }: Props) {
  if (changes.length === 0) return <p className={classes.quiet}>{words.history.none}</p>
  const { behaviour, wording } = weights(changes)
  return (
    <>
      <p className={classes.quiet}>{words.history.summary(behaviour, wording)}</p>
      {grouped(changes).map(({ key, subject, name, step, changes }) => (
        <section key={key} className={classes.group}>
          <h3>{step ? shown(step) : words.history.about(subject, name)}</h3>
          <ul>
            {changes.map((change, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a diff never changes while it is shown
              <Line key={at} change={change} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Line({ change }: { change: Change }) {
  const Icon = icons[change.kind] ?? IconPencil
  return (
    <li className={classes.change} data-kind={change.kind}>
      <Icon size={14} aria-label={words.history.kinds[change.kind] ?? change.kind} role="img" />
      <span className={classes.words}>{change.words}</span>
      <span className={classes.weight} data-weight={change.weight}>
        {change.weight === 'behaviour' ? words.history.behaviour : words.history.wording}
      </span>
    </li>
  )
}
