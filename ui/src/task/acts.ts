/** Which acts a task offers, and in which place: one is primary, the rest stand beside it. */
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'

export type Primary = 'complete' | 'approve' | 'choose' | 'settle' | 'claim'

/** The one primary button. A task that someone must claim first offers that. */
export function primaryAct({ may }: Pick<TaskForm, 'may'>): Primary | undefined {
  if (may.approve) return 'approve'
  if (may.choose) return 'choose'
  if (may.settle) return 'settle'
  if (may.complete) return 'complete'
  return may.claim ? 'claim' : undefined
}

export function primaryWords(act: Primary, form: Pick<TaskForm, 'action'>, edited: boolean): string {
  if (act !== 'approve' || !form.action) return words.act[act]
  const name = form.action.connector_action
  return edited ? words.act.approveEdited(name) : words.act.approveAction(name)
}

/** The option that the machine suggests, which it names by its text. */
export function suggestedOption({ options, suggested }: Pick<TaskForm, 'options' | 'suggested'>): string | undefined {
  const found = suggested == null ? undefined : options.find(({ text }) => text === suggested)
  return found && String(found.index)
}

/** The arguments of an action as lines that can be edited: text as it is, everything else as JSON. */
export interface ArgumentLine {
  name: string
  text: string
  json: boolean
}

export function argumentLines(given: unknown): ArgumentLine[] {
  if (!given || typeof given !== 'object' || Array.isArray(given)) return []
  return Object.entries(given).map(([name, value]) =>
    typeof value === 'string'
      ? { name, text: value, json: false }
      : { name, text: JSON.stringify(value, null, 2), json: true },
  )
}

/** The arguments that the lines spell, or the name of the first line that is not valid. */
export function readArguments(lines: ArgumentLine[]): { value: Record<string, unknown> } | { bad: string } {
  const value: Record<string, unknown> = {}
  for (const { name, text, json } of lines) {
    if (!json) {
      value[name] = text
      continue
    }
    try {
      value[name] = JSON.parse(text)
    } catch {
      return { bad: name }
    }
  }
  return { value }
}

/** How an argument is read out: text as it is, nested values as JSON. */
export const shownArgument = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
