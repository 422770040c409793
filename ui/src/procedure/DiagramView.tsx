import { useNavigate, useParams } from '@tanstack/react-router'
import { Diagram } from './diagram/Diagram'
import classes from './procedure.module.css'
import { anchorOf } from './read/document'
import { useShown } from './useShown'

export function DiagramView() {
  const { id } = useParams({ from: '/inside/procedures/$id' })
  const procedure = useShown(id)
  const navigate = useNavigate()
  return (
    <div className={classes.diagram}>
      <Diagram
        graph={procedure.graph}
        title={procedure.title}
        onStep={(step) =>
          void navigate({
            to: '/procedures/$id',
            params: { id },
            search: (old) => ({ number: old.number }),
            hash: anchorOf(step),
          })
        }
      />
    </div>
  )
}
