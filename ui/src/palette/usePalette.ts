/** Everything that the palette knows: pages, this page's own acts, procedures, and what the server finds. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useSignOut } from '../account/signOut'
import { answer, api } from '../api/client'
import { procedureNamesQuery, startableQuery } from '../api/procedureNames'
import { useSession } from '../api/session'
import { pagesFor } from '../settings/pages'
import { openShortcutHelp, useHeldShortcuts } from '../shell/shortcuts'
import { useWatches } from '../shell/watches'
import { setAppearance } from '../theme/appearance'
import { words } from '../words/en/palette'
import { words as settings } from '../words/en/settings'
import { words as shell } from '../words/en/shell'
import type { Entry } from './entries'

const LEAST = 2

/** Moving on by a key is no help to whoever points with a finger, and would stand before where to go. */
const touched = () => window.matchMedia?.('(pointer: coarse)').matches ?? false

/** Runs and tasks whose words the server finds. */
function useFound(query: string): { entries: Entry[]; searching: boolean } {
  const navigate = useNavigate()
  const [q] = useDebouncedValue(query.trim(), 180)
  const enabled = q.length >= LEAST
  const shared = { enabled, placeholderData: keepPreviousData, staleTime: 5_000 }
  const search = { params: { query: { q, limit: 6 } } }
  const runs = useQuery({
    ...shared,
    queryKey: ['runs', 'palette', q],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/runs', { signal, ...search })),
  })
  const tasks = useQuery({
    ...shared,
    queryKey: ['tasks', 'palette', q],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/tasks', { signal, params: { query: { scope: 'all', q, limit: 6 } } })),
  })
  if (!enabled) return { entries: [], searching: false }
  const entries: Entry[] = [
    ...(tasks.data?.items ?? []).map(({ run, task, title, case: name, procedure }) => ({
      id: `task ${run}/${task}`,
      group: 'task' as const,
      title,
      about: words.of(procedure.title, name ?? run),
      run: () => void navigate({ to: '/runs/$run', params: { run }, search: { task } }),
    })),
    ...(runs.data?.items ?? []).map(({ run, case: name, procedure }) => ({
      id: `run ${run}`,
      group: 'run' as const,
      title: name ?? run,
      about: procedure.title,
      run: () => void navigate({ to: '/runs/$run', params: { run } }),
    })),
  ]
  return { entries, searching: runs.isFetching || tasks.isFetching || q !== query.trim() }
}

function useGo(): Entry[] {
  const navigate = useNavigate()
  const { rights, demo } = useSession()
  const watches = useWatches()
  const signOut = useSignOut()
  const page = (to: '/inbox' | '/runs' | '/procedures' | '/watching' | '/ledger', title: string): Entry => ({
    id: `go ${to}`,
    group: 'go',
    title,
    run: () => void navigate({ to }),
  })
  const pages = [
    page('/inbox', shell.nav.inbox),
    page('/runs', shell.nav.runs),
    page('/procedures', shell.nav.procedures),
    ...(watches ? [page('/watching', shell.nav.watching)] : []),
    ...(rights.auditor || rights.administrator ? [page('/ledger', shell.nav.ledger)] : []),
  ]
  const set = pagesFor(rights).map((name) => ({
    id: `settings ${name}`,
    group: 'go' as const,
    title: words.settings(settings.pages[name]),
    run: () => void navigate({ to: `/settings/${name}` }),
  }))
  const looks = (['light', 'dark', 'auto'] as const).map((scheme) => ({
    id: `look ${scheme}`,
    group: 'set' as const,
    title: words.look(shell.appearance[scheme]),
    run: () => setAppearance({ scheme }),
  }))
  const out = { id: 'out', group: 'set' as const, title: words.signOut, run: () => void signOut() }
  const help = { id: 'help', group: 'go' as const, title: words.shortcuts, keys: '?', run: openShortcutHelp }
  return [...pages, ...set, help, ...looks, ...(demo ? [] : [out])]
}

export function usePalette(query: string, onStart: (procedure: { id: string; title: string }) => void) {
  const navigate = useNavigate()
  const procedures = useQuery(procedureNamesQuery).data ?? []
  const startable = useQuery(startableQuery).data ?? []
  const held = useHeldShortcuts()
  const go = useGo()
  const { entries: found, searching } = useFound(query)
  const own: Entry[] = [
    ...(touched() ? [] : held)
      .filter(({ key }) => key !== '?' && key !== 'mod+k')
      .map((shortcut) => ({
        id: `page ${shortcut.key} ${shortcut.words}`,
        group: 'page' as const,
        title: shortcut.words,
        keys: shortcut.key,
        run: shortcut.run,
      })),
    ...procedures.map(({ id, title, purpose }) => ({
      id: `procedure ${id}`,
      group: 'procedure' as const,
      title,
      about: purpose ?? undefined,
      also: id,
      run: () => void navigate({ to: '/procedures/$id', params: { id } }),
    })),
    ...startable.map(({ id, title }) => ({
      id: `start ${id}`,
      group: 'start' as const,
      title: words.startOf(title),
      also: id,
      run: () => onStart({ id, title }),
    })),
    ...go,
  ]
  return { own, found, searching }
}
