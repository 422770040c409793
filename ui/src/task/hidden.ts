/** What a revealed form shows that the usual one hides. */
import type { TaskForm } from '../api/tasks'

/** Which form is looked at: the revealed one, as long as it is as new as the other. */
export const lookedAt = (form: TaskForm, revealed: TaskForm | undefined): TaskForm =>
  revealed && revealed.revision === form.revision ? revealed : form

/** Fields whose value only the revealed form carries, as lines to read. */
export function uncovered(form: TaskForm, revealed: TaskForm): { label: string; text: string }[] {
  return revealed.fields
    .filter(({ name }) => revealed.current[name] != null && form.current[name] == null)
    .map(({ name, label }) => ({ label, text: textOf(revealed.current[name]) }))
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value && typeof value === 'object' && 'name' in value && 'sha256' in value) return String(value.name)
  return JSON.stringify(value)
}
