import type { ShapeProps } from './node'
import classes from './shapes.module.css'

/** The dot where ways meet. */
export function Junction({ data }: ShapeProps) {
  return <div className={classes.junction} data-state={data.state} aria-hidden="true" />
}
