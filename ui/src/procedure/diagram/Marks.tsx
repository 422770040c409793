import type { Mark } from './graph'
import classes from './shapes.module.css'

/** What is told of a node beyond itself, a line each. */
export function Marks({ marks }: { marks: readonly Mark[] }) {
  return marks.map(({ icon: Icon, words }) => (
    <span key={words} className={classes.mark} title={words}>
      <Icon size={13} />
      <span>{words}</span>
    </span>
  ))
}
