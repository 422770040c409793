/** What is different about a task since someone began to work on it, in words. */
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export function whatChanged(before: TaskForm, after: TaskForm, me: string): string[] {
  const found: string[] = []
  if (before.instructions_html !== after.instructions_html) found.push(words.change.instructions)
  if (!same(before.action?.arguments, after.action?.arguments)) found.push(words.change.arguments)
  const labels = changedFields(before, after)
  if (labels.length) found.push(words.change.fields(labels.join(', ')))
  const values = after.about.filter(({ label, text }) => {
    const old = before.about.find((fact) => fact.label === label)
    return old?.text !== text
  })
  if (values.length) found.push(words.change.values(values.map(({ label }) => label).join(', ')))
  if (before.assignee?.id !== after.assignee?.id && after.assignee?.id !== me) {
    found.push(after.assignee ? words.change.assignee(after.assignee.name) : words.change.unassigned)
  }
  if (before.due !== after.due) found.push(words.change.due)
  return found
}

function changedFields(before: TaskForm, after: TaskForm): string[] {
  const shape = ({ fields }: TaskForm) => new Map(fields.map((field) => [field.name, { label: field.label, field }]))
  const old = shape(before)
  const now = shape(after)
  const labels = new Set<string>()
  for (const [name, { label, field }] of now) if (!same(old.get(name)?.field, field)) labels.add(label)
  for (const [name, { label }] of old) if (!now.has(name)) labels.add(label)
  return [...labels]
}
