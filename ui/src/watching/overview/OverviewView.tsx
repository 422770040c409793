import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { logsQuery } from '../../api/eventLogs'
import { asProblem } from '../../api/problem'
import { Empty } from '../../shell/Empty'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/watching'
import { Report } from '../logs/Report'
import { useFilter, useFilteredLog } from '../useLog'
import { Figures } from './Figures'
import classes from './overview.module.css'
import { Activities, Bottlenecks, HandOvers } from './Tables'
import { Weeks } from './Weeks'

/** A log at a glance. */
export function OverviewView() {
  const query = useFilteredLog()
  const { change } = useFilter()
  const smallest = useQuery(logsQuery).data?.smallest_group
  if (query.isPending)
    return (
      <div className={classes.page}>
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
  const log = query.data
  if (log.cases === 0)
    return (
      <Empty title={words.filter.none} help={words.filter.noneHelp}>
        <Button variant="default" onClick={() => change({})}>
          {words.filter.clear}
        </Button>
      </Empty>
    )
  return (
    <div className={classes.page} data-old={query.isPlaceholderData}>
      <Figures log={log} />
      <Weeks weeks={log.weeks} />
      <Activities activities={log.activities} cases={log.cases} />
      <Bottlenecks bottlenecks={log.bottlenecks} />
      <HandOvers handovers={log.handovers} smallest={smallest} />
      {log.report && (
        <section aria-labelledby="log-report">
          <h2 id="log-report">{words.overview.report}</h2>
          <Report report={log.report} />
        </section>
      )}
    </div>
  )
}
