/** No row to show: still coming, failed, or nothing there. */
import { Button } from '@mantine/core'
import { asProblem } from '../api/problem'
import { Empty } from '../shell/Empty'
import list from '../shell/list.module.css'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/runs'
import { narrowed, type RunsSearch } from './search'

interface Props {
  query: { isPending: boolean; error: unknown; refetch: () => unknown }
  search: RunsSearch
  onChange: (next: Partial<RunsSearch>) => void
  onStart: () => void
}

export function NoRuns({ query, search, onChange, onStart }: Props) {
  if (query.isPending)
    return (
      <div className={list.loading}>
        <Lines count={12} height={18} />
      </div>
    )
  if (query.error)
    return (
      <Empty title={words.failed} help={asProblem(query.error).message}>
        <Button variant="default" onClick={() => void query.refetch()}>
          {words.again}
        </Button>
      </Empty>
    )
  if (narrowed(search))
    return (
      <Empty title={words.empty.none} help={words.empty.noneHelp}>
        <Button
          variant="default"
          onClick={() => onChange({ procedure: undefined, starter: undefined, since: undefined, q: undefined })}
        >
          {words.clear}
        </Button>
      </Empty>
    )
  const all = search.status === 'all'
  return (
    <Empty title={all ? words.empty.all : words.empty.title} help={all ? words.empty.allHelp : words.empty.help}>
      <Button variant="default" onClick={onStart}>
        {words.start}
      </Button>
      {!all && (
        <Button variant="default" onClick={() => onChange({ status: 'ended' })}>
          {words.empty.ended}
        </Button>
      )}
    </Empty>
  )
}
