/** The inbox as its address tells it: scope, words searched for, filters, order, and the task that is open. */
export const SCOPES = ['mine', 'roles', 'all'] as const
export type Scope = (typeof SCOPES)[number]
export const SORTS = ['due', 'priority', 'opened'] as const
export type Sort = (typeof SORTS)[number]

export interface InboxSearch {
  scope?: Scope
  q?: string
  procedure?: string
  role?: string
  overdue?: boolean
  sort?: Sort
  /** The open task, as `run/task`. */
  open?: string
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value ? value : undefined
}

/** Anything unreadable in an address is left out; defaults never appear in it. */
export function parseInboxSearch(raw: Record<string, unknown>): InboxSearch {
  const scope = SCOPES.find((s) => s === raw.scope && s !== 'mine')
  const sort = SORTS.find((s) => s === raw.sort && s !== 'due')
  return {
    scope,
    sort,
    q: text(raw.q),
    procedure: text(raw.procedure),
    role: text(raw.role),
    overdue: raw.overdue === true || raw.overdue === 'true' ? true : undefined,
    open: text(raw.open),
  }
}

/** The run and the task of `open`; run ids hold no slash. */
export function openTask(open: string | undefined): { run: string; task: string } | undefined {
  const cut = open?.indexOf('/') ?? -1
  if (!open || cut < 1 || cut === open.length - 1) return undefined
  return { run: open.slice(0, cut), task: open.slice(cut + 1) }
}
