import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { draftQuery } from '../../api/drafts'
import { EditView } from './EditView'

export function EditPage() {
  const { id } = useParams({ from: '/inside/drafts/$id' })
  const { data: draft } = useSuspenseQuery(draftQuery(id))
  return <EditView key={draft.id} draft={draft} />
}
