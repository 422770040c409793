import { IconArrowsUpDown, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Change } from '../../api/procedures'
import { words } from '../../words/en/procedure'
import { grouped, weights } from './changes'
import classes from './history.module.css'

const icons = { added: IconPlus, removed: IconMinus, moved: IconArrowsUpDown, changed: IconPencil }

interface Props {
  changes: Change[]
  /** A step's title as a link to where it is read. */
  link?: ((step: string, title: string) => ReactNode) | undefined
}

/** A semantic diff in words. */
export function ChangeList({ changes, link }: Props) {
  if (changes.length === 0) return <p className={classes.quiet}>{words.history.none}</p>
  const { behaviour, wording } = weights(changes)
  return (
    <>
      <p className={classes.quiet}>{words.history.summary(behaviour, wording)}</p>
      {grouped(changes).map(({ key, title, step, changes }) => (
        <section key={key} className={classes.group}>
          <h3>{step && link ? link(step, title) : title || words.history.wholeDocument}</h3>
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
      <Icon size={14} aria-label={words.history.kinds[change.kind]} role="img" />
      <span className={classes.words}>{change.words}</span>
      <span className={classes.weight} data-weight={change.weight}>
        {change.weight === 'behaviour' ? words.history.behaviour : words.history.wording}
      </span>
    </li>
  )
}
