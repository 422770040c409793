import { Button, Group, Menu, Modal } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Draft, discardDraft } from '../../api/drafts'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { words } from '../../words/en/edit'
import { words as shell } from '../../words/en/shell'
import { DownloadItems } from '../DownloadItems'
import { MoreMenu } from '../MoreMenu'
import classes from './edit.module.css'

interface Props {
  draft: Draft
  title: string
  text: string
  etag: string
  mayPublish: boolean
  onPublish: () => void
}

export function EditActions({ draft, title, text, etag, mayPublish, onPublish }: Props) {
  const [discarding, setDiscarding] = useState(false)
  return (
    <>
      <MoreMenu>
        <DownloadItems name={draft.procedure ?? 'procedure'} text={text} />
        <Menu.Divider />
        <Menu.Item c="var(--failed)" onClick={() => setDiscarding(true)}>
          {words.discard}
        </Menu.Item>
      </MoreMenu>
      <Button aria-label={words.publish.button} disabled={!mayPublish} className={classes.publish} onClick={onPublish}>
        <IconUpload size={16} className={classes.publishIcon} aria-hidden="true" />
        <span className={classes.publishLabel}>{words.publish.button}</span>
      </Button>
      {discarding && <Discard draft={draft} title={title} etag={etag} onClose={() => setDiscarding(false)} />}
    </>
  )
}

function Discard({ draft, title, etag, onClose }: Pick<Props, 'draft' | 'title' | 'etag'> & { onClose: () => void }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const discard = useMutation({
    mutationFn: () => discardDraft(draft.id, etag),
    onSuccess: () => {
      for (const queryKey of [keys.procedures, keys.drafts]) void client.invalidateQueries({ queryKey })
      void navigate({ to: '/procedures' })
    },
  })
  return (
    <Modal opened onClose={onClose} title={words.discardTitle} closeButtonProps={{ 'aria-label': shell.close }}>
      <p>{words.discardHelp(title, draft.base_number)}</p>
      {discard.error && <p role="alert">{asProblem(discard.error).message}</p>}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {shell.cancel}
        </Button>
        <Button color="red" loading={discard.isPending} onClick={() => discard.mutate()}>
          {words.discardDo}
        </Button>
      </Group>
    </Modal>
  )
}
