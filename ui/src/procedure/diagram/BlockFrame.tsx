import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { words } from '../../words/en/diagram'
import { Marks } from './Marks'
import { State } from './NodeHead'
import type { ShapeProps } from './node'
import classes from './shapes.module.css'

/** A block: a frame around its steps, which its head folds away. */
export function BlockFrame({ data }: ShapeProps) {
  const { node, state, mark, stop } = data
  const Chevron = node.folded ? IconChevronRight : IconChevronDown
  const title = node.number ? `${node.number} ${node.label}` : node.label
  const look = [classes.frame, node.folded ? classes.folded : '', node.exceptional ? classes.exceptional : ''].join(' ')
  return (
    <div className={look} data-state={state} data-mark={mark}>
      <button
        type="button"
        className={classes.frameHead}
        data-stop={node.id}
        tabIndex={stop ? 0 : -1}
        aria-expanded={!node.folded}
        title={node.condition ? `${title}\n${words.onlyIf(node.condition)}` : title}
        onFocus={data.onFocus}
        onClick={() => data.onFold(node.id)}
      >
        <Chevron size={14} />
        <span className={classes.frameTitle}>{title}</span>
        {state && <State state={state} visits={0} />}
        {!node.folded && node.marks && <Marks marks={node.marks} />}
        {data.beyond && <span className={classes.hidden}>{data.beyond}</span>}
      </button>
      {node.folded && (
        <span className={classes.small}>
          {words.hidden(node.hidden)}
          {node.marked > 0 && `, ${words.marked(node.marked)}`}
        </span>
      )}
    </div>
  )
}
