import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useState } from 'react'
import { words } from '../../words/en/diagram'
import { type DiagramProps, Laying } from './Diagram'
import classes from './diagram.module.css'
import { Flow } from './Flow'
import { spread, view } from './fold'
import { blocks, blocksAround, nodeOfStep } from './graph'
import { useLayout } from './layout'
import { search } from './search'
import { Toolbar } from './Toolbar'

/** The diagram with its tools: what is folded, what was searched, and what the layout gave. */
export function Canvas({ graph, title, overlay, selected, onStep }: DiagramProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [exceptions, setExceptions] = useState(true)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)

  const found = useMemo(() => search(graph, query), [graph, query])
  const hit = found[at % Math.max(1, found.length)]
  const wanted = hit ?? overlay?.current ?? (selected ? nodeOfStep(graph, selected)?.id : undefined)
  const rare = graph.nodes.find(({ id }) => id === wanted)?.exceptional ?? false

  // What is looked for is never hidden in a folded block.
  useEffect(() => {
    if (wanted === undefined) return
    const around = blocksAround(graph, wanted)
    setFolded((old) => (around.some((block) => old.has(block)) ? without(old, around) : old))
    if (rare) setExceptions(true)
  }, [graph, wanted, rare])

  const shown = useMemo(() => view(graph, { folded, exceptions }), [graph, folded, exceptions])
  const { laid, failed } = useLayout(shown)
  const states = useMemo(() => spread(graph, overlay?.states ?? new Map()), [graph, overlay])
  const all = useMemo(() => blocks(graph), [graph])

  if (failed && !laid) return <p className={classes.failed}>{words.failed}</p>
  return (
    <ReactFlowProvider>
      <section className={classes.diagram} aria-label={words.label(title)}>
        <Toolbar
          query={query}
          onQuery={(text) => {
            setQuery(text)
            setAt(0)
          }}
          found={found.length}
          at={found.length > 0 ? (at % found.length) + 1 : 0}
          onNext={(by) => setAt((old) => (old + by + found.length) % Math.max(1, found.length))}
          exceptions={graph.nodes.some(({ exceptional }) => exceptional) ? exceptions : undefined}
          onExceptions={setExceptions}
          folds={all.length > 0 ? (folded.size < all.length ? 'fold' : 'unfold') : undefined}
          onFolds={() => setFolded(folded.size < all.length ? new Set(all) : new Set())}
          drawing={laid?.placed}
        />
        {laid ? (
          <Flow
            laid={laid}
            states={states}
            overlay={overlay}
            wanted={wanted}
            found={query ? found : []}
            hit={hit}
            onStep={onStep}
            onFold={(block) => setFolded((old) => (old.has(block) ? without(old, [block]) : new Set([...old, block])))}
          />
        ) : (
          <Laying />
        )}
      </section>
    </ReactFlowProvider>
  )
}

function without(set: ReadonlySet<string>, gone: string[]): ReadonlySet<string> {
  return new Set([...set].filter((each) => !gone.includes(each)))
}
