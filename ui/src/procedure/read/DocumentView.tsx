import { useEffect, useMemo } from 'react'
import { words } from '../../words/en/procedure'
import { Prose } from '../../words/Prose'
import { reading } from './document'
import classes from './read.module.css'
import { useReached } from './useReached'

interface Props {
  html: string
  /** Beside the text, for a page of its own. */
  outline?: boolean
  /** A step to bring into view, such as the one the cursor is in. */
  step?: string | undefined
}

/** A procedure as people read it. */
export function DocumentView({ html, outline, step }: Props) {
  const read = useMemo(() => reading(html, words.anchor), [html])
  const at = useReached(read.outline)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document is scrolled to its address once more
  useEffect(() => {
    const id = step ? `step-${step}` : decodeURIComponent(window.location.hash.slice(1))
    if (id) document.getElementById(id)?.scrollIntoView({ block: step ? 'nearest' : 'start' })
  }, [step, read])

  if (!outline) return <Prose html={read.html} className={classes.document} />
  return (
    <div className={classes.sheet}>
      <Prose html={read.html} className={classes.document} />
      <nav className={classes.outline} aria-label={words.outline}>
        <p className={classes.outlineTitle}>{words.outline}</p>
        <ol>
          {read.outline.map(({ id, text, level }) => (
            <li key={id} data-level={level}>
              <a href={`#${id}`} aria-current={id === at ? 'location' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ol>
      </nav>
    </div>
  )
}
