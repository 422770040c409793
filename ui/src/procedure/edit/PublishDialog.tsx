import { Alert, Button, Group, Modal, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Diagnostic } from '../../api/checking'
import { type Draft, publishDraft } from '../../api/drafts'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { words } from '../../words/en/edit'
import { words as shell } from '../../words/en/shell'
import type { Graph } from '../diagram/graph'
import { Changes } from './Changes'
import classes from './edit.module.css'

interface Props {
  draft: Draft
  title: string
  etag: string
  /** Whether the text is saved and checked as it stands. */
  ready: boolean
  errors: Diagnostic[]
  graph: Graph | undefined
  onGo: (diagnostic: Diagnostic) => void
  /** The draft is to stand upon a newer publication. */
  onRebase: (number: number) => void
  onClose: () => void
}

/** What will change in words, why, and then for good. Mistakes are listed and block it. */
export function PublishDialog({ draft, title, etag, ready, errors, graph, onGo, onRebase, onClose }: Props) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [rationale, setRationale] = useState('')
  const [asked, setAsked] = useState(false)
  const publish = useMutation({
    mutationFn: () => publishDraft(draft.id, rationale.trim(), etag),
    onSuccess: (publication) => {
      const id = publication.procedure
      for (const queryKey of [keys.procedures, keys.drafts, keys.procedure(id)]) {
        void client.invalidateQueries({ queryKey })
      }
      notifications.show({ message: words.publish.done(publication.number) })
      void navigate({ to: '/procedures/$id', params: { id } })
    },
  })
  const latest = draft.latest ?? draft.base_number
  const overtaken = latest > draft.base_number
  const missing = asked && rationale.trim() === ''
  const problem = publish.error ? asProblem(publish.error) : undefined
  const submit = () => {
    setAsked(true)
    if (rationale.trim() !== '') publish.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.publish.title(title)}
      size="xl"
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      {errors.length > 0 ? (
        <Blocked errors={errors} onGo={onGo} />
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <Textarea
            data-autofocus
            label={words.publish.rationale}
            description={words.publish.rationaleHelp}
            required
            autosize
            minRows={2}
            maxLength={2000}
            error={missing ? words.publish.needed : undefined}
            value={rationale}
            onChange={(event) => setRationale(event.currentTarget.value)}
          />
          {overtaken && (
            <Alert color="yellow" mt="md" role="alert">
              <p>{words.publish.overtaken(latest)}</p>
              <Button variant="default" mt="xs" onClick={() => onRebase(latest)}>
                {words.publish.goOn(latest)}
              </Button>
            </Alert>
          )}
          {problem && (
            <Alert color="red" role="alert" mt="md" title={words.publish.failed}>
              <p>{problem.message}</p>
              <ul>
                {problem.errors.map(({ detail, at }) => (
                  <li key={`${at}${detail}`}>{detail}</li>
                ))}
              </ul>
            </Alert>
          )}
          <div className={classes.changes}>
            {latest === 0 ? (
              <p className={classes.quiet}>{words.publish.first}</p>
            ) : (
              <Changes draft={draft.id} etag={etag} base={latest} graph={graph} />
            )}
          </div>
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button type="submit" loading={publish.isPending || !ready} disabled={overtaken}>
              {words.publish.submit}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  )
}

/** The mistakes that stand in the way, each leading to its place. */
function Blocked({ errors, onGo }: Pick<Props, 'errors' | 'onGo'>) {
  return (
    <Alert color="red" title={words.publish.blocked}>
      <p>{words.publish.blockedHelp}</p>
      <ul className={classes.blocking}>
        {errors.map((diagnostic, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name of their own
          <li key={at}>
            <button type="button" onClick={() => onGo(diagnostic)}>
              {diagnostic.message}
            </button>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
