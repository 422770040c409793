/** A link that opens nothing any more, in words. Why it ended is told only to whoever holds its secret. */
import type { Problem } from '../api/problem'
import { words } from '../words/en/guest'

/** Whether the link is over, for whatever reason, rather than the request having failed. */
export const hasEnded = ({ code, status }: Pick<Problem, 'code' | 'status'>): boolean =>
  code === 'bad-link' || status === 410 || status === 401

export function endedWords({ code, message }: Pick<Problem, 'code' | 'message'>): { title: string; help: string } {
  const title = words.ended[code]
  return title ? { title, help: sentences(message) } : { title: words.gone, help: words.goneHelp }
}

/** The server's half sentences, each with its capital and full stop. */
function sentences(text: string): string {
  const parts = text.split('; ').map((part) => part.charAt(0).toUpperCase() + part.slice(1))
  return `${parts.join('. ')}.`
}
