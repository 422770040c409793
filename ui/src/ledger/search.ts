/** The ledger's list as its address tells it. */
import { PERIODS } from '../runs/search'

export const KINDS = [
  'run',
  'published',
  'draft-saved',
  'draft-removed',
  'document-kept',
  'person-changed',
  'person-removed',
  'team-changed',
  'team-removed',
  'account-changed',
  'account-locked',
  'signed-in',
  'signed-out',
  'token-issued',
  'token-revoked',
  'guest-invited',
  'guest-revoked',
  'schedule-followed',
  'dead-letter',
  'dispatch-changed',
  'configuration-changed',
  'revealed',
  'erased',
  'backed-up',
] as const
export type Kind = (typeof KINDS)[number]

export interface LedgerSearch {
  kind?: Kind
  subject?: string
  person?: string
  since?: string
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value ? value : undefined
}

export function parseLedgerSearch(raw: Record<string, unknown>): LedgerSearch {
  return {
    kind: KINDS.find((kind) => kind === raw.kind),
    subject: text(raw.subject),
    person: text(raw.person),
    since: PERIODS.find((period) => period === raw.since),
  }
}
