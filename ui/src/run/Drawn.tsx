/** The way that the run took, on the diagram of its procedure. */
import { useMemo } from 'react'
import type { RunScreen } from '../api/runs'
import { Diagram } from '../procedure/diagram/Diagram'
import { overlayOf } from '../procedure/diagram/overlay'

interface Props {
  run: RunScreen
  step: string | undefined
  onStep: (step: string) => void
}

export function Drawn({ run, step, onStep }: Props) {
  const overlay = useMemo(() => overlayOf(run.graph), [run.graph])
  return <Diagram graph={run.graph} title={run.procedure.title} overlay={overlay} selected={step} onStep={onStep} />
}
