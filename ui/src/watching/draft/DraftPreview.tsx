import type { Drafted } from '../../api/drafted'
import { Preview } from '../../procedure/edit/Preview'
import { useCheck } from '../../procedure/edit/useCheck'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/drafted'
import classes from './draft.module.css'

export type Look = 'read' | 'diagram' | 'text'

interface Props {
  drafted: Drafted | undefined
  look: Look
  title: string
  /** Another one is being written. */
  old: boolean
}

/** The draft as people will read it, as it flows, or as it is written. */
export function DraftPreview({ drafted, look, title, old }: Props) {
  if (!drafted)
    return (
      <div className={classes.writing}>
        <p className={classes.quiet}>{words.writing}</p>
        <Lines count={10} />
      </div>
    )
  return (
    <div className={classes.preview} data-old={old} data-look={look}>
      {look === 'text' ? (
        <pre className={classes.text} tabIndex={0} aria-label={words.views.text}>
          {drafted.text}
        </pre>
      ) : (
        <Checked text={drafted.text} as={look} title={title} />
      )}
    </div>
  )
}

const NOWHERE = () => undefined

function Checked({ text, as, title }: { text: string; as: 'read' | 'diagram'; title: string }) {
  const checking = useCheck(text)
  return <Preview as={as} checking={checking} title={title} step={undefined} onStep={NOWHERE} />
}
