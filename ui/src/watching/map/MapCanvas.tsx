import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useMemo, useState } from 'react'
import type { ProcessMap } from '../../api/eventLogs'
import { fitness } from '../../palette/rank'
import { Laying } from '../../procedure/diagram/Diagram'
import { useLayoutOf } from '../../procedure/diagram/layout'
import { Toolbar } from '../../procedure/diagram/Toolbar'
import { words } from '../../words/en/watchingMap'
import { mapElk } from './elk'
import { mapGraph } from './graph'
import { Legend } from './Legend'
import { MapFlow } from './MapFlow'
import classes from './map.module.css'
import type { MapLook } from './search'

interface Props {
  map: ProcessMap
  look: MapLook
  /** A node's or an edge's id. */
  chosen: string | undefined
  onChoose: (id: string | undefined) => void
}

/** The map as a drawing, with what finds things in it. */
export function MapCanvas({ map, look, chosen, onChoose }: Props) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const graph = useMemo(() => mapGraph(map, look, words.ends), [map, look])
  const { laid, failed } = useLayoutOf(graph, mapElk)
  const found = useMemo(
    () =>
      query.trim()
        ? graph.nodes
            .filter(({ label, activity }) => activity && fitness(label, query) !== undefined)
            .map(({ id }) => id)
        : [],
    [graph, query],
  )
  if (failed && !laid) return <p className={classes.failed}>{words.failed}</p>
  return (
    <ReactFlowProvider>
      <section className={classes.canvas} aria-label={words.drawing}>
        <Toolbar
          query={query}
          onQuery={(text) => {
            setQuery(text)
            setAt(0)
          }}
          found={found.length}
          at={found.length > 0 ? (at % found.length) + 1 : 0}
          onNext={(by) => setAt((old) => (old + by + found.length) % Math.max(1, found.length))}
          exceptions={undefined}
          onExceptions={() => undefined}
          folds={undefined}
          onFolds={() => undefined}
          drawing={laid?.placed}
        />
        {laid ? (
          <>
            <MapFlow
              laid={laid}
              chosen={chosen}
              found={found}
              hit={found[at % Math.max(1, found.length)]}
              onChoose={onChoose}
            />
            <Legend graph={laid.view} />
          </>
        ) : (
          <Laying />
        )}
      </section>
    </ReactFlowProvider>
  )
}
