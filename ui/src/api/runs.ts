/** Runs: the screen of one, its journal, and what can be done with it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type RunScreen = Schemas['RunScreen']
export type RunStep = Schemas['StepShown']
export type RunMay = Schemas['RunRights']
export type JournalLine = Schemas['JournalLine']

export const runQuery = (run: string) =>
  queryOptions({
    queryKey: keys.run(run),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/runs/{run}', { signal, params: { path: { run } } })),
  })

export const journalQuery = (run: string) =>
  infiniteQueryOptions({
    queryKey: keys.journal(run),
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/api/v1/runs/{run}/journal', {
          signal,
          params: { path: { run }, query: { after: pageParam, limit: 500 } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.next ? Number(page.next) : undefined),
  })

export type RunAct =
  | ({ act: 'pause' } & Schemas['Reason'])
  | { act: 'resume' }
  | ({ act: 'cancel' } & Schemas['Reason'])
  | ({ act: 'note' } & Schemas['Note'])
  | ({ act: 'skip' } & Schemas['Skipping'])
  | ({ act: 'jump' } & Schemas['Jump'])
  | ({ act: 'override' } & Schemas['Replacement'])
  | ({ act: 'migrate' } & Schemas['Migration'])

export function actOnRun(run: string, done: RunAct): Promise<unknown> {
  const params = { path: { run } }
  switch (done.act) {
    case 'pause':
      return answer(api.POST('/api/v1/runs/{run}/pause', { params, body: { reason: done.reason } }))
    case 'resume':
      return answer(api.POST('/api/v1/runs/{run}/resume', { params }))
    case 'cancel':
      return answer(api.POST('/api/v1/runs/{run}/cancel', { params, body: { reason: done.reason } }))
    case 'note':
      return answer(api.POST('/api/v1/runs/{run}/note', { params, body: { step: done.step, text: done.text } }))
    case 'skip': {
      const { step, item, task, reason } = done
      return answer(api.POST('/api/v1/runs/{run}/skip', { params, body: { step, item, task, reason } }))
    }
    case 'jump':
      return answer(api.POST('/api/v1/runs/{run}/jump', { params, body: { to: done.to, reason: done.reason } }))
    case 'override': {
      const { act: _, ...body } = done
      return answer(api.POST('/api/v1/runs/{run}/override', { params, body }))
    }
    case 'migrate': {
      const { act: _, ...body } = done
      return answer(api.POST('/api/v1/runs/{run}/migrate', { params, body }))
    }
  }
}

/** The journal as JSON Lines with its sensitive values; the reason is kept in the ledger. */
export const exportRevealed = (run: string, reason: string): Promise<string> =>
  answer(
    api.POST('/api/v1/runs/{run}/export', { params: { path: { run } }, body: { reason }, parseAs: 'text' as const }),
  )

export const previewMigration = (run: string, number: number, names: Record<string, string>) =>
  answer(api.POST('/api/v1/runs/{run}/migration-preview', { params: { path: { run } }, body: { number, names } }))
