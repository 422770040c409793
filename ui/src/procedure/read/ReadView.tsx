import { useParams } from '@tanstack/react-router'
import { useSession } from '../../api/session'
import { words } from '../../words/en/procedure'
import { exactTime } from '../../words/format'
import { useShown } from '../useShown'
import { DocumentView } from './DocumentView'
import classes from './read.module.css'
import { usePaper } from './usePaper'

export function ReadView() {
  const { id } = useParams({ from: '/inside/procedures/$id' })
  const procedure = useShown(id)
  const { zone } = useSession()
  const date = procedure.published_at ? exactTime(procedure.published_at, zone).replace(/,.*/, '') : ''
  usePaper({ ...procedure, number: procedure.shown, date, page: words.page, of: words.of })
  return (
    <>
      <h2 className={classes.paperTitle}>{procedure.title}</h2>
      <DocumentView html={procedure.html} outline />
    </>
  )
}
