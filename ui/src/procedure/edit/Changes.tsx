import { useQuery } from '@tanstack/react-query'
import { draftChangesQuery } from '../../api/drafts'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/edit'
import { type Graph, titleOfStep } from '../diagram/graph'
import { ChangeList } from '../history/ChangeList'
import classes from './edit.module.css'

interface Props {
  draft: string
  etag: string
  /** The publication that the draft stands upon. */
  base: number
  graph: Graph | undefined
}

/** What publishing a draft would change, in words. */
export function Changes({ draft, etag, base, graph = NOTHING }: Props) {
  const query = useQuery(draftChangesQuery(draft, etag))
  return (
    <>
      <h2>{words.publish.changes(base)}</h2>
      {query.isPending && <Lines count={4} />}
      {query.isError && <p className={classes.quiet}>{words.publish.changesFailed}</p>}
      {query.data && <ChangeList changes={query.data.changes} step={(step) => titleOfStep(graph, step)} />}
    </>
  )
}

const NOTHING: Graph = { nodes: [], edges: [] }
