/** The ledger: looking through it, verifying it, taking it away. */
import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type LedgerLine = Schemas['LedgerLine']
export type Verification = Schemas['Verification']
export type SignedCheckpoint = Schemas['SignedCheckpoint']

export interface LedgerFilter {
  kind?: string
  subject?: string
  person?: string
  since?: string
}

export const ledgerQuery = (filter: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.ledger, filter],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/v1/ledger', { signal, params: { query: { ...filter, limit: 100, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const verifyLedger = (checkpoint?: SignedCheckpoint) =>
  answer(api.POST('/api/v1/ledger/verify', { body: { checkpoint } }))

export const signCheckpoint = () => answer(api.POST('/api/v1/ledger/checkpoint'))

export const LEDGER_EXPORT = '/api/v1/ledger/export'
