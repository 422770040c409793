/** Drafts: the text of a procedure before it is published, saved under the version it was read with. */
import { queryOptions } from '@tanstack/react-query'
import { type Page, send } from './client'
import { keys } from './keys'
import type { Change } from './procedures'

export interface Draft {
  id: string
  /** The procedure it will be a version of; none for a new one. */
  procedure?: string | null
  title?: string | null
  text: string
  /** The published version it began from. */
  base_number?: number | null
  by: string
  at: string
  etag: string
}

export interface Publication {
  id?: string
  procedure?: string
  number: number
}

const at = (id: string) => `/drafts/${encodeURIComponent(id)}`

export const draftsQuery = queryOptions({
  queryKey: keys.drafts,
  queryFn: async ({ signal }) => (await send<Page<Draft>>('GET', '/drafts', { signal })).items,
})

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: keys.draft(id),
    queryFn: ({ signal }) => send<Draft>('GET', at(id), { signal }),
  })

/** From a published procedure, or from a text. */
export const openDraft = (from: { procedure: string } | { text: string }) =>
  send<Draft>('POST', '/drafts', { body: from })

/** Refused as `stale` (412) when somebody saved since. */
export const saveDraft = (id: string, text: string, etag: string) =>
  send<Draft>('PUT', at(id), { body: { text }, headers: { 'If-Match': etag } })

export const discardDraft = (id: string, etag: string) =>
  send<unknown>('DELETE', at(id), { headers: { 'If-Match': etag } })

export const publishDraft = (id: string, rationale: string, etag: string) =>
  send<Publication>('POST', `${at(id)}/publish`, { body: { rationale }, headers: { 'If-Match': etag } })

/** What publishing would change against the version the draft began from; `etag` names the text that is compared. */
export const draftChangesQuery = (id: string, etag: string) =>
  queryOptions({
    queryKey: [...keys.draft(id), 'diff', etag],
    queryFn: ({ signal }) => send<{ changes: Change[] }>('GET', `${at(id)}/diff`, { signal }),
  })
