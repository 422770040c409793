/** Drafts: the text of a procedure before it is published, saved upon the state it was read in. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

/** `base_number` is 0 for a procedure that was never published. */
export type Draft = Schemas['Draft']
export type DraftItem = Schemas['DraftItem']

const upon = (id: string, etag: string) => ({ path: { id }, header: { 'If-Match': `"${etag}"` } })

export const draftsQuery = queryOptions({
  queryKey: keys.drafts,
  queryFn: async ({ signal }) =>
    (await answer(api.GET('/api/v1/drafts', { signal, params: { query: { limit: 200 } } }))).items,
})

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: keys.draft(id),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/drafts/{id}', { signal, params: { path: { id } } })),
  })

/** From a published procedure, or from a text. */
export const openDraft = (from: { procedure: string } | { text: string }) =>
  answer(api.POST('/api/v1/drafts', { body: from }))

/** `base`: the publication it stands upon from now on. Refused as `changed-meanwhile` when somebody saved since; the problem's `current` is the draft as it is then. */
export const saveDraft = (id: string, text: string, etag: string, base?: number) =>
  answer(api.PUT('/api/v1/drafts/{id}', { params: upon(id, etag), body: { text, base_number: base } }))

export const discardDraft = (id: string, etag: string) =>
  answer(api.DELETE('/api/v1/drafts/{id}', { params: upon(id, etag) }))

export const publishDraft = (id: string, rationale: string, etag: string) =>
  answer(api.POST('/api/v1/drafts/{id}/publish', { params: upon(id, etag), body: { rationale } }))

/** What publishing would change against the latest publication; `etag` names the text compared. */
export const draftChangesQuery = (id: string, etag: string) =>
  queryOptions({
    queryKey: [...keys.draft(id), 'diff', etag],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/drafts/{id}/diff', { signal, params: { path: { id } } })),
  })
