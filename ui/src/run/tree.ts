/** The steps of a run as a tree: what stands in what, what is folded, and which step a person looks at. */
import type { RunScreen, RunStep } from '../api/runs'

export interface Row {
  step: RunStep
  /** The way its block begins: the label of a case or branch, above its first step. */
  caption?: string
  folds: boolean
  folded: boolean
}

/** The rows that are seen, in the order of the document. */
export function visibleRows(steps: RunStep[], folded: ReadonlySet<string>): Row[] {
  const hidden = new Set<string>()
  const lastBranch = new Map<string, string | null>()
  const parents = new Set(steps.map(({ parent }) => parent))
  const rows: Row[] = []
  for (const step of steps) {
    const parent = step.parent ?? ''
    if (parent && (hidden.has(parent) || folded.has(parent))) {
      hidden.add(step.id)
      continue
    }
    const branch = step.branch ?? null
    const caption = branch && lastBranch.get(parent) !== branch ? branch : undefined
    lastBranch.set(parent, branch)
    rows.push({ step, caption, folds: step.collapsible && parents.has(step.id), folded: folded.has(step.id) })
  }
  return rows
}

/** Long blocks that are over, or not reached, are folded at first; what is under way never is. */
export function foldedAtFirst(steps: RunStep[]): Set<string> {
  const within = new Map<string, RunStep[]>()
  for (const step of steps) if (step.parent) within.set(step.parent, [...(within.get(step.parent) ?? []), step])
  const busy = new Set<string>()
  for (const step of [...steps].reverse()) {
    if (['open', 'waiting', 'blocked', 'failed', 'next'].includes(step.state) || busy.has(step.id)) {
      busy.add(step.id)
      if (step.parent) busy.add(step.parent)
    }
  }
  return new Set(steps.filter(({ id }) => (within.get(id)?.length ?? 0) > 6 && !busy.has(id)).map(({ id }) => id))
}

/** Steps that count: those without steps of their own, on the way that the run took or may still take. */
export function progressOf(steps: RunStep[]): { done: number; of: number; at: number } {
  const parents = new Set(steps.map(({ parent }) => parent))
  const counted = steps.filter(({ id, state }) => !parents.has(id) && state !== 'not-taken')
  const done = counted.filter(({ state }) => ['done', 'skipped', 'refused'].includes(state)).length
  const at = counted.findIndex(({ state }) => ['open', 'waiting', 'blocked', 'failed'].includes(state))
  return { done, of: counted.length, at: at < 0 ? Math.min(done + 1, counted.length) : at + 1 }
}

/** The step in the middle of the screen: the one asked for, the one of the open task, or where the run stands. */
export function shownStep(
  run: Pick<RunScreen, 'steps' | 'tasks'>,
  asked: { task?: string; step?: string },
): string | undefined {
  if (asked.step && run.steps.some(({ id }) => id === asked.step)) return asked.step
  const task = shownTask(run, asked)
  if (task) return task.step
  return run.steps.find(({ state }) => ['open', 'waiting', 'blocked', 'failed', 'next'].includes(state))?.id
}

/** The task in the middle: the one asked for, else one of the step, else one that is the reader's, else the first. */
export function shownTask(run: Pick<RunScreen, 'tasks'>, asked: { task?: string; step?: string }) {
  const byTask = run.tasks.find(({ task }) => task === asked.task)
  if (byTask && (!asked.step || byTask.step === asked.step)) return byTask
  if (asked.step) return run.tasks.find(({ step }) => step === asked.step)
  return byTask ?? run.tasks.find(({ yours }) => yours) ?? run.tasks[0]
}

export interface Reason {
  decision: RunScreen['decisions'][number]
  title: string
}

/** The decisions that led to a step: those of the blocks it stands in, outermost first, and its own. */
export function whyHere(
  run: Pick<RunScreen, 'steps' | 'decisions'>,
  id: string | undefined,
): { reasons: Reason[]; branch?: string } {
  const byId = new Map(run.steps.map((step) => [step.id, step]))
  const reasons: Reason[] = []
  const step = id ? byId.get(id) : undefined
  for (let at = step; at; at = at.parent ? byId.get(at.parent) : undefined) {
    const decision = run.decisions.find((made) => made.step === at?.id)
    if (decision) reasons.unshift({ decision, title: at.title })
  }
  return { reasons, branch: step?.branch ?? undefined }
}

/** The step above or below, among those that are seen. */
export function movedStep(rows: Row[], id: string | undefined, by: number): string | undefined {
  const at = rows.findIndex(({ step }) => step.id === id)
  if (at < 0) return rows[0]?.step.id
  return rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.step.id
}
