/** The log of this page: what is known of all of it, and which part of it is looked at. */
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type LogFilter, type LogOverview, logQuery } from '../api/eventLogs'
import { filterOf } from './filter/filter'

const ROUTE = '/inside/watching/$log'

/** The overview of the whole log, whatever is filtered. */
export function useLog(): { id: string; overview: LogOverview } {
  const { log } = useParams({ from: ROUTE })
  const { data } = useSuspenseQuery(logQuery(log, {}))
  return { id: log, overview: data }
}

/** What of the log is looked at, and how to change that. It stays when another tab is chosen. */
export function useFilter(): { filter: LogFilter; change: (next: LogFilter, replace?: boolean) => void } {
  const filter = filterOf(useSearch({ from: ROUTE }))
  const navigate = useNavigate()
  const change = (next: LogFilter, replace = false) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...filterless(old), ...filterOf(next) }),
      replace,
      resetScroll: false,
    })
  return { filter, change }
}

const filterless = (search: object) => {
  const { from, to, has, lacks, key, equals, ways, ...rest } = search as LogFilter
  return rest
}

/** The overview of what is looked at; that of the last filter stays while the next is counted. */
export function useFilteredLog() {
  const { log } = useParams({ from: ROUTE })
  const { filter } = useFilter()
  return useQuery({ ...logQuery(log, filter), placeholderData: keepPreviousData })
}
