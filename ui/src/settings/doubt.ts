/** What is typed about a request in doubt, as it is sent. */
import type { Schemas } from '../api/client'
import { words } from '../words/en/settings'

type Body = Schemas['DoubtSettled']
export interface Mistakes {
  happened?: string
  result?: string
  reason?: string
}

export function settlement(
  key: string,
  happened: string,
  result: string,
  reason: string,
): { body: Body } | { mistakes: Mistakes } {
  const mistakes: Mistakes = {}
  if (happened !== 'yes' && happened !== 'no') mistakes.happened = words.needed
  if (!reason.trim()) mistakes.reason = words.needed
  const value = happened === 'yes' ? resultOf(result) : undefined
  if (value && 'bad' in value) mistakes.result = words.dispatch.resultWrong
  if (Object.keys(mistakes).length > 0) return { mistakes }
  const told = value && 'value' in value ? { result: value.value as Body['result'] } : {}
  return { body: { key, happened: happened === 'yes', reason: reason.trim(), ...told } }
}

/** JSON where it looks like it, else the text itself; nothing where nothing was typed. */
function resultOf(text: string): { value: unknown } | { bad: true } | undefined {
  const typed = text.trim()
  if (!typed) return undefined
  if (!/^[[{"]/.test(typed)) return { value: typed }
  try {
    return { value: JSON.parse(typed) }
  } catch {
    return { bad: true }
  }
}
