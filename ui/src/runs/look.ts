/** How a run's state looks: one of the five, with its word. */
import type { RunItem } from '../api/runList'
import type { Status } from '../theme/Status'
import { words } from '../words/en/runs'

export function runLook({
  status,
  outcome,
  failed_criteria,
}: Pick<RunItem, 'status' | 'outcome' | 'failed_criteria'>): { status: Status; words: string } {
  switch (status) {
    case 'running':
      return { status: 'open', words: words.state.running }
    case 'paused':
      return { status: 'waiting', words: words.state.paused }
    case 'ended':
      return { status: failed_criteria ? 'late' : 'done', words: outcome?.replaceAll('-', ' ') ?? words.state.ended }
    case 'cancelled':
      return { status: 'failed', words: words.state.cancelled }
  }
}
