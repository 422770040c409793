import { Button, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { asProblem } from '../../api/problem'
import { libraryQuery, type ProcedureItem } from '../../api/procedures'
import { useSession } from '../../api/session'
import { Empty } from '../../shell/Empty'
import { Page } from '../../shell/Page'
import { Lines } from '../../shell/PageSkeleton'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/procedure'
import { words as shell } from '../../words/en/shell'
import { StartDialog } from '../start/StartDialog'
import { choices, type LibrarySearch } from './filter'
import classes from './library.module.css'
import { NewDrafts } from './NewDrafts'
import { NewProcedure, useNewProcedure } from './NewProcedure'
import { ProcedureRow } from './ProcedureRow'

export function LibraryPage() {
  const search = useSearch({ from: '/inside/procedures' })
  const navigate = useNavigate({ from: '/procedures' })
  const { rights } = useSession()
  const query = useInfiniteQuery({ ...libraryQuery(search), placeholderData: keepPreviousData })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const [starting, setStarting] = useState<ProcedureItem>()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const making = useNewProcedure()
  const mayWrite = rights.editor || rights.administrator

  const change = (next: Partial<LibrarySearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false })
  const filtered = !!(search.q || search.tag || search.owner)
  const { tags, owners } = choices(rows, search)

  const go = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  useShortcuts([
    { key: '/', words: words.search, run: () => input.current?.focus() },
    { key: 'j', words: words.next, run: () => go(1) },
    { key: 'k', words: words.previous, run: () => go(-1) },
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') go(1)
  }

  return (
    <Page title={words.title} actions={mayWrite ? <NewProcedure making={making} /> : null}>
      <div className={classes.library} data-dropping={making.dropping} {...making.dropzone}>
        <div className={classes.bar}>
          <TextInput
            ref={input}
            type="search"
            className={classes.search}
            aria-label={words.search}
            placeholder={words.search}
            leftSection={<IconSearch size={16} />}
            value={search.q ?? ''}
            onChange={(event) => change({ q: event.currentTarget.value || undefined })}
            onKeyDown={onKeyDown}
          />
          <Filter
            label={words.tag}
            any={words.anyTag}
            value={search.tag}
            options={tags}
            onPick={(tag) => change({ tag })}
          />
          <Filter
            label={words.owner}
            any={words.anyOwner}
            value={search.owner}
            options={owners}
            onPick={(owner) => change({ owner })}
          />
        </div>
        {query.isPending && <Lines count={8} height={20} />}
        {query.isError && !query.data && (
          <Empty title={shell.failed.title} help={asProblem(query.error).message}>
            <Button variant="default" onClick={() => void query.refetch()}>
              {shell.failed.again}
            </Button>
          </Empty>
        )}
        {query.isSuccess && rows.length === 0 && filtered && (
          <Empty title={words.empty.none} help={words.empty.noneHelp}>
            <Button variant="default" onClick={() => void navigate({ search: {} })}>
              {words.empty.clear}
            </Button>
          </Empty>
        )}
        {query.isSuccess && rows.length === 0 && !filtered && (
          <Empty title={words.empty.title} help={mayWrite ? words.empty.help : words.empty.reader}>
            {mayWrite && (
              <Button variant="default" loading={making.isPending} onClick={() => making.make('starter')}>
                {words.create.begin}
              </Button>
            )}
          </Empty>
        )}
        {!filtered && <NewDrafts />}
        {rows.length > 0 && (
          <ul ref={list} className={classes.rows} aria-label={words.list}>
            {rows.map((row) => (
              <ProcedureRow key={row.id} row={row} onStart={() => setStarting(row)} onTag={(tag) => change({ tag })} />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.more}
          </Button>
        )}
        <p className={classes.drop} aria-hidden="true">
          {words.create.drop}
        </p>
      </div>
      {starting && <StartDialog id={starting.id} title={starting.title} onClose={() => setStarting(undefined)} />}
    </Page>
  )
}

interface FilterProps {
  label: string
  any: string
  value: string | undefined
  options: (string | { value: string; label: string })[]
  onPick: (value: string | undefined) => void
}

function Filter({ label, any, value, options, onPick }: FilterProps) {
  if (options.length === 0) return null
  return (
    <Select
      className={classes.filter}
      aria-label={label}
      placeholder={any}
      clearable
      searchable={options.length > 8}
      data={options}
      value={value ?? null}
      onChange={(picked) => onPick(picked ?? undefined)}
    />
  )
}
