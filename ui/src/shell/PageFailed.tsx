import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { asProblem } from '../api/problem'
import { words } from '../words/en/shell'
import { Empty } from './Empty'

/** What stands in the place of a page that failed: what happened and what to do. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const problem = asProblem(error)
  if (problem.status === 404) return <Empty title={words.failed.gone} help={words.failed.goneHelp} home />
  return (
    <Empty title={words.failed.title} help={problem.message} home>
      <Button variant="default" onClick={reset}>
        {words.failed.again}
      </Button>
    </Empty>
  )
}
