import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Tried, tryExamples } from '../../api/checking'
import { asProblem } from '../../api/problem'
import { StatusChip } from '../../theme/Status'
import { words } from '../../words/en/edit'
import { Diagram } from '../diagram/Diagram'
import { type Graph, nodeOfStep } from '../diagram/graph'
import { triedOverlay, walkOverlay } from '../diagram/overlay'
import classes from './edit.module.css'
import { Mismatches } from './Mismatches'
import type { Checking } from './useCheck'

interface Props {
  text: string
  title: string
  checking: Checking
  onStep: (step: string) => void
}

/** Runs the examples of the text, and walks the way of one on the diagram. */
export function TryPanel({ text, title, checking, onStep }: Props) {
  const { mutate, data, isPending, error, variables } = useMutation({ mutationFn: (text: string) => tryExamples(text) })
  const [picked, setPicked] = useState<string>()
  const graph = checking.good?.graph
  const examples = checking.checked?.examples ?? []
  // A text that cannot be read tells no examples.
  const mistaken = examples.length === 0 && checking.checked?.diagnostics.some(({ severity }) => severity === 'error')
  const shown = data?.find(({ name }) => name === picked) ?? data?.find(({ passed }) => !passed) ?? data?.[0]
  return (
    <div className={classes.try}>
      <div className={classes.tryHead}>
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={14} />}
          loading={isPending}
          disabled={examples.length === 0}
          onClick={() => mutate(text)}
        >
          {data ? words.tryOut.again : words.tryOut.run}
        </Button>
        <p className={classes.quiet} role="status">
          {data && words.tryOut.summary(data.filter(({ passed }) => passed).length, data.length)}{' '}
          {data && variables !== text && words.tryOut.stale}
          {!data && (mistaken ? words.tryOut.mistaken : examples.length === 0 ? words.tryOut.none : words.tryOut.help)}
        </p>
      </div>
      {error && (
        <p className={classes.failure} role="alert">
          {asProblem(error).message}
        </p>
      )}
      {data && (
        <ul className={classes.examples} aria-label={words.tryOut.list}>
          {data.map((tried) => (
            <li key={tried.name}>
              <button type="button" aria-pressed={tried.name === shown?.name} onClick={() => setPicked(tried.name)}>
                <StatusChip status={tried.passed ? 'done' : 'failed'}>
                  {tried.passed ? words.tryOut.passed : words.tryOut.failed}
                </StatusChip>
                <span>{tried.name}</span>
              </button>
              {tried.name === shown?.name && <Mismatches tried={tried} />}
            </li>
          ))}
        </ul>
      )}
      {shown && graph && <Walk key={shown.name} tried={shown} graph={graph} title={title} onStep={onStep} />}
    </div>
  )
}

interface WalkProps {
  tried: Tried
  graph: Graph
  title: string
  onStep: (step: string) => void
}

function Walk({ tried, graph, title, onStep }: WalkProps) {
  const { path } = tried
  const [at, setAt] = useState(Math.max(0, path.length - 1))
  const overlay = useMemo(
    () => (at === path.length - 1 ? triedOverlay(graph, tried) : walkOverlay(graph, path, at)),
    [graph, tried, path, at],
  )
  if (path.length === 0) return <p className={classes.empty}>{words.tryOut.noPath}</p>
  const step = path[at] ?? ''
  const go = (to: number) => {
    setAt(to)
    const next = path[to]
    if (next) onStep(next)
  }
  return (
    <>
      <fieldset className={classes.walk}>
        <legend className={classes.hidden}>{words.tryOut.walk}</legend>
        <ActionIcon aria-label={words.tryOut.back} disabled={at === 0} onClick={() => go(at - 1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon aria-label={words.tryOut.forward} disabled={at >= path.length - 1} onClick={() => go(at + 1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
        <span role="status">
          {words.tryOut.step(at + 1, path.length, nodeOfStep(graph, step)?.label ?? step)}
          {at === path.length - 1 && tried.outcome ? ` · ${words.tryOut.outcome(tried.outcome)}` : ''}
        </span>
      </fieldset>
      <div className={classes.drawing}>
        <Diagram graph={graph} title={title} overlay={overlay} onStep={onStep} />
      </div>
    </>
  )
}
