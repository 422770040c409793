import { Button } from '@mantine/core'
import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { asProblem } from '../api/problem'
import { Empty } from '../shell/Empty'
import { Page } from '../shell/Page'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/watching'
import { sentence } from '../words/format'

/** A log that cannot be shown: why, and the way back to the others. */
export function LogFailed({ error, reset }: ErrorComponentProps) {
  const problem = asProblem(error)
  const gone = problem.status === 404
  const [title, help] =
    problem.status === 403
      ? [words.denied.title, words.denied.help]
      : gone
        ? [shell.failed.gone, shell.failed.goneHelp]
        : [words.failed, sentence(problem.message)]
  return (
    <Page title={words.title}>
      <Empty title={title} help={help}>
        {!gone && (
          <Button variant="default" onClick={reset}>
            {words.again}
          </Button>
        )}
        <Link to="/watching">{words.toLogs}</Link>
      </Empty>
    </Page>
  )
}
