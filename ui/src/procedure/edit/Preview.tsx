import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/edit'
import { Diagram } from '../diagram/Diagram'
import { DocumentView } from '../read/DocumentView'
import classes from './edit.module.css'
import type { Checking } from './useCheck'

interface Props {
  as: 'read' | 'diagram'
  checking: Checking
  title: string
  /** The step that the cursor is in. */
  step: string | undefined
  onStep: (step: string) => void
}

/** The text as it is read or drawn; the last one that could be read stays while a mistake is mended. */
export function Preview({ as, checking, title, step, onStep }: Props) {
  const { good, old, checked } = checking
  if (!good) return checked ? <p className={classes.empty}>{words.preview.none}</p> : <Lines count={8} />
  return (
    <div className={classes.preview}>
      {old && (
        <p className={classes.old} role="status">
          {words.preview.old}
        </p>
      )}
      {as === 'read' ? (
        <div className={classes.reading}>
          <DocumentView html={good.html} step={step} />
        </div>
      ) : (
        <div className={classes.drawing}>
          <Diagram graph={good.graph} title={title} selected={step} onStep={onStep} />
        </div>
      )}
    </div>
  )
}
