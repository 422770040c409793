/** What the checker says of a text, what its examples do, and the other spellings of it. Nothing is kept. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'

export type Diagnostic = Schemas['Finding']
export type Checked = Schemas['Proof']
export type Tried = Schemas['Tried']
export type Spelling = 'yaml' | 'json' | 'markdown'

export const check = (text: string, signal?: AbortSignal): Promise<Checked> =>
  answer(api.POST('/api/v1/check', { signal, body: { text } }))

export const tryExamples = (text: string): Promise<Tried[]> =>
  answer(api.POST('/api/v1/try', { body: { text, examples: [] } }))

/** A text in another spelling; one that has it already stays as it is. The server finds out which it has where nobody says. */
export const convert = async (text: string, to: Spelling, from?: Spelling): Promise<string> =>
  from === to ? text : (await answer(api.POST('/api/v1/convert', { body: { text, from, to } }))).text

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/schema', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

export const starterText = async (): Promise<string> => (await answer(api.GET('/api/v1/starter'))).text
