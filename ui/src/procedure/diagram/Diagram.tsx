/** The flow of a procedure as a diagram. Its code, React Flow and the layout engine are loaded when one is shown. */
import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { words } from '../../words/en/diagram'
import classes from './diagram.module.css'
import type { Graph, Overlay } from './graph'

export interface DiagramProps {
  graph: Graph
  /** What it is the flow of, for those who do not see it. */
  title: string
  /** What a run or an example did. */
  overlay?: Overlay | undefined
  /** The step that is pointed at elsewhere, such as by the cursor in the text. */
  selected?: string | undefined
  onStep?: ((step: string) => void) | undefined
}

const Canvas = lazy(() => import('./Canvas').then(({ Canvas }) => ({ default: Canvas })))

export function Diagram(props: DiagramProps) {
  return (
    <Suspense fallback={<Laying />}>
      <Canvas {...props} />
    </Suspense>
  )
}

export function Laying() {
  return (
    <div className={classes.laying} role="status" aria-label={words.laying}>
      <Skeleton height={34} width={96} radius="xl" />
      <Skeleton height={64} width={232} />
      <Skeleton height={64} width={232} />
      <Skeleton height={64} width={232} />
    </div>
  )
}
