/** The procedure's own diagram: every step tells what departs there, and in how many cases. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Deviation, DeviationClass } from '../../api/conformance'
import { procedureQuery } from '../../api/procedures'
import { Diagram, Laying } from '../../procedure/diagram/Diagram'
import { words } from '../../words/en/conformance'
import { ClassChip } from './ClassChip'
import classes from './conformance.module.css'
import { byClass, bySteps } from './deviations'
import { marked } from './marked'

interface Props {
  procedure: string
  number: number | undefined
  deviations: Deviation[]
  class: DeviationClass | undefined
  step: string | undefined
  onStep: (step: string) => void
}

export function Drawn({ procedure, number, deviations, class: kind, step, onStep }: Props) {
  const { data, error } = useQuery(procedureQuery(procedure, number))
  const told = useMemo(() => deviations.filter((each) => !kind || each.class === kind), [deviations, kind])
  const graph = useMemo(() => data && marked(data.graph, bySteps(told)), [data, told])
  if (error) return <p className={classes.none}>{words.diagram.failed}</p>
  if (!data || !graph) return <Laying />
  const kinds = byClass(told.filter((each) => each.step))
  return (
    <div className={classes.drawn}>
      <div className={classes.drawing}>
        <Diagram graph={graph} title={data.title} selected={step} onStep={onStep} />
      </div>
      {kinds.length > 0 && (
        <div className={classes.legend}>
          <span className="visually-hidden">{words.diagram.legend}</span>
          {kinds.map((each) => (
            <ClassChip key={each.class} of={each.class} />
          ))}
          <span className={classes.heat}>
            <span className={classes.scale} aria-hidden="true" />
            {words.diagram.heat}
          </span>
        </div>
      )}
    </div>
  )
}
