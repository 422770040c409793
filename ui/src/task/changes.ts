/** What is different about a task since someone began to work on it, in words. */
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Every difference in what the form shows; nothing only where somebody who reads both sees the same. */
export function whatChanged(before: TaskForm, after: TaskForm, me: string): string[] {
  const found: string[] = []
  const differs = (...names: (keyof TaskForm)[]) => names.some((name) => !same(before[name], after[name]))
  if (differs('title')) found.push(words.change.title(after.title))
  if (differs('instructions_html')) found.push(words.change.instructions)
  if (!same(before.action, after.action)) found.push(words.change.arguments)
  const labels = changedFields(before, after)
  if (labels.length) found.push(words.change.fields(labels.join(', ')))
  const values = changedValues(before, after)
  if (values.length) found.push(words.change.values(values.join(', ')))
  if (differs('options', 'suggested', 'outcomes')) found.push(words.change.options)
  if (differs('rules', 'checks', 'references')) found.push(words.change.rules)
  if (differs('sign')) found.push(words.change.sign)
  if (differs('returned')) found.push(words.change.returned)
  if (before.assignee?.id !== after.assignee?.id && after.assignee?.id !== me) {
    found.push(after.assignee ? words.change.assignee(after.assignee.name) : words.change.unassigned)
  }
  if (differs('due')) found.push(words.change.due)
  return found
}

/** The labels of what is known, and of what fields hold, where it is another value or gone. */
function changedValues(before: TaskForm, after: TaskForm): string[] {
  const facts = ({ about }: TaskForm) => about.map(({ label, text }): [string, unknown] => [label, text])
  const held = ({ fields, current }: TaskForm) =>
    fields.map(({ name, label }): [string, unknown] => [label, current[name]])
  const old = new Map([...held(before), ...facts(before)])
  const now = new Map([...held(after), ...facts(after)])
  // Whether a field is asked for is told apart.
  const asked = new Set([...before.fields, ...after.fields].map(({ label }) => label))
  const labels = new Set([...now.keys(), ...old.keys()])
  return [...labels].filter(
    (label) => !same(old.get(label), now.get(label)) && !(asked.has(label) && old.has(label) !== now.has(label)),
  )
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
