import { Button, Menu } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { openDraft } from '../api/drafts'
import { keys } from '../api/keys'
import { procedureQuery } from '../api/procedures'
import { Page } from '../shell/Page'
import { words } from '../words/en/procedure'
import { Time } from '../words/Time'
import { DownloadItems } from './DownloadItems'
import { MoreMenu } from './MoreMenu'
import classes from './procedure.module.css'
import { ReviewBadge } from './ReviewBadge'
import { shortHash } from './read/paper'
import { StartDialog } from './start/StartDialog'

/** What every view of a procedure stands under: which one it is, how fresh, and what can be done. */
export function ProcedurePage() {
  const { id } = useParams({ from: '/inside/procedures/$id' })
  const { number } = useSearch({ from: '/inside/procedures/$id' })
  const { data: procedure } = useSuspenseQuery(procedureQuery(id, number))
  const latest = procedure.number
  const [starting, setStarting] = useState(false)
  const edit = useEdit(id, procedure.draft?.id)

  return (
    <Page
      title={procedure.title}
      layout="fill"
      actions={
        <>
          <MoreMenu>
            {procedure.may.edit && (
              <Menu.Item className={classes.narrow} onClick={() => edit.mutate()}>
                {words.edit}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => window.print()}>{words.print}</Menu.Item>
            <DownloadItems name={id} text={procedure.text} />
          </MoreMenu>
          {procedure.may.edit && (
            <Button
              variant="default"
              className={classes.wideOnly}
              loading={edit.isPending}
              onClick={() => edit.mutate()}
            >
              {words.edit}
            </Button>
          )}
          {procedure.may.start && (
            <Button aria-label={words.start} className={classes.compact} onClick={() => setStarting(true)}>
              <IconPlayerPlay size={14} aria-hidden="true" />
              <span className={classes.label}>{words.start}</span>
            </Button>
          )}
        </>
      }
    >
      <div className={classes.page}>
        <div className={classes.facts}>
          <nav className={classes.views} aria-label={words.views.label}>
            <View to="/procedures/$id" id={id} exact label={words.views.read} />
            <View to="/procedures/$id/diagram" id={id} label={words.views.diagram} />
            <View to="/procedures/$id/history" id={id} label={words.views.history} />
            <View to="/procedures/$id/runs" id={id} label={words.views.runs} />
          </nav>
          <span className={classes.version} title={procedure.version}>
            {words.version(procedure.shown)} · {shortHash(procedure.version)}
          </span>
          {procedure.published_at && (
            <span className={classes.quiet}>
              <Time at={procedure.published_at} /> {procedure.author && words.published(procedure.author.name)}
            </span>
          )}
          <ReviewBadge review={procedure.review} />
        </div>
        {procedure.shown < latest && (
          <p className={classes.older} role="status">
            {words.older(procedure.shown, latest)}{' '}
            <Link to="." search={{}}>
              {words.latest}
            </Link>
          </p>
        )}
        <div className={classes.view}>
          <Outlet />
        </div>
      </div>
      {starting && (
        <StartDialog id={id} title={procedure.title} number={procedure.shown} onClose={() => setStarting(false)} />
      )}
    </Page>
  )
}

interface ViewProps {
  to: '/procedures/$id' | '/procedures/$id/diagram' | '/procedures/$id/history' | '/procedures/$id/runs'
  id: string
  label: string
  exact?: boolean
}

function View({ to, id, label, exact = false }: ViewProps) {
  return (
    <Link
      to={to}
      params={{ id }}
      search={(old) => ({ number: old.number })}
      activeOptions={{ exact, includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
      className={classes.tab}
    >
      {label}
    </Link>
  )
}

/** Goes to the draft there is, or opens one. */
function useEdit(procedure: string, draft: string | undefined) {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      if (draft) return draft
      const opened = await openDraft({ procedure })
      client.setQueryData(keys.draft(opened.id), opened)
      return opened.id
    },
    onSuccess: (id) => navigate({ to: '/drafts/$id', params: { id } }),
  })
}
