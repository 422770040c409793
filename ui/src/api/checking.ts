/** What the checker says of a text, what its examples do, and the other spellings of it. Nothing is stored. */
import { queryOptions } from '@tanstack/react-query'
import type { Graph } from '../procedure/diagram/graph'
import { send } from './client'

export interface Related {
  message?: string
  words?: string
  from?: number | null
  to?: number | null
  line?: number | null
}

export interface Diagnostic {
  code: string
  severity: 'error' | 'warning'
  message: string
  explanation?: string | null
  fix?: string | null
  /** UTF-16 offsets in the text. */
  from?: number | null
  to?: number | null
  /** Counted from 1. */
  line?: number | null
  column?: number | null
  related?: Related[] | null
}

export interface Checked {
  diagnostics: Diagnostic[]
  title?: string | null
  html?: string | null
  graph?: Graph | null
  examples: string[]
}

export interface Mismatch {
  what: string
  expected: string
  found: string
}

export interface Tried {
  name: string
  passed: boolean
  mismatches: Mismatch[]
  /** Ids of the steps in the order they were entered. */
  path: string[]
  journal: { at: string; text: string; step?: string | null }[]
  outcome?: string | null
}

export type Spelling = 'yaml' | 'json' | 'markdown'

export const check = (text: string, signal?: AbortSignal) => send<Checked>('POST', '/check', { body: { text }, signal })

export const tryExamples = async (text: string, signal?: AbortSignal): Promise<Tried[]> => {
  const answer = await send<Tried[] | { examples?: Tried[]; items?: Tried[] }>('POST', '/try', {
    body: { text },
    signal,
  })
  return Array.isArray(answer) ? answer : (answer.examples ?? answer.items ?? [])
}

export const convert = async (text: string, from: Spelling, to: Spelling): Promise<string> => {
  if (from === to) return text
  return (await send<{ text: string }>('POST', '/convert', { body: { text, from, to } })).text
}

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => send<Record<string, unknown>>('GET', '/schema', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const starterText = async (): Promise<string> => {
  const answer = await send<string | { text: string }>('GET', '/starter')
  return typeof answer === 'string' ? answer : answer.text
}
