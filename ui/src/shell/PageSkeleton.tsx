import { Skeleton } from '@mantine/core'
import { words } from '../words/en/shell'
import classes from './PageSkeleton.module.css'

/** The shape of a list or a text that is still coming. */
export function Lines({ count = 6, height = 14 }: { count?: number; height?: number }) {
  return (
    <div className={classes.lines} role="status" aria-label={words.loading}>
      {Array.from({ length: count }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
        <Skeleton key={n} height={height} width={`${92 - ((n * 37) % 45)}%`} />
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div className={classes.page}>
      <Lines count={8} />
    </div>
  )
}
