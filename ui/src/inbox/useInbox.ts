/** The inbox's data and movements: the list of the address, the open task, the selection. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { type TaskItem, taskCountsQuery, taskListQuery } from '../api/tasks'
import { afterDone, between, moved, type Named, nameOf, stillSelected, toggled } from './rows'
import { type InboxSearch, openTask } from './search'

const NONE: TaskItem[] = []

export function useInbox() {
  const search = useSearch({ from: '/inside/inbox' })
  const navigate = useNavigate({ from: '/inbox' })
  const { scope = 'mine', sort = 'due', q, procedure, role, overdue } = search
  const list = useInfiniteQuery({
    ...taskListQuery({ scope, sort, q, procedure, role, overdue }),
    placeholderData: keepSameScope(scope),
  })
  const counts = useQuery(taskCountsQuery).data
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? NONE, [list.data])

  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const selected = useMemo(() => stillSelected(rows, chosen), [rows, chosen])
  const anchor = useRef<string>(undefined)

  const open = openTask(search.open)
  const place = useRef(0)
  const at = rows.findIndex((row) => nameOf(row) === search.open)
  if (at >= 0) place.current = at

  /** Filters are a step back in the history each; moving through the list is not. */
  const change = (next: Partial<InboxSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace, resetScroll: false })
  const show = (row: Named | undefined, replace = true) => change({ open: row && nameOf(row) }, replace)
  const move = (by: number) => {
    const row = moved(rows, search.open, place.current, by)
    if (row) show(row)
  }
  const done = () => {
    if (search.open) show(afterDone(rows, search.open))
  }
  const toggle = (row: Named, range: boolean) => {
    const name = nameOf(row)
    if (range && anchor.current) setChosen(new Set([...selected, ...between(rows, anchor.current, name)]))
    else setChosen(toggled(selected, name))
    anchor.current = name
  }
  return {
    search,
    scope,
    sort,
    list,
    counts,
    rows,
    selected,
    open,
    change,
    show,
    move,
    done,
    toggle,
    clear: () => setChosen(new Set()),
    choose: (names: string[]) => setChosen(new Set(names)),
    openRow: at >= 0 ? rows[at] : undefined,
  }
}

/** While other words are searched for, the rows stay; another scope begins with a skeleton. */
function keepSameScope(scope: string) {
  return <T>(data: T | undefined, query: { queryKey: readonly unknown[] } | undefined): T | undefined => {
    const filter = query?.queryKey[2] as { scope?: string } | undefined
    return filter?.scope === scope ? data : undefined
  }
}

export type Inbox = ReturnType<typeof useInbox>
