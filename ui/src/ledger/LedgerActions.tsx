import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconDownload, IconFileCheck, IconShieldCheck, IconSignature } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { LEDGER_EXPORT, type SignedCheckpoint, signCheckpoint, verifyLedger } from '../api/ledger'
import { useSession } from '../api/session'
import { download } from '../shell/download'
import { words } from '../words/en/ledger'
import { readCheckpoint } from './entry'
import classes from './ledger.module.css'

/** Verifying, by itself or against a checkpoint that was kept elsewhere. */
export function useProving() {
  return useMutation({ mutationFn: (checkpoint: SignedCheckpoint | undefined) => verifyLedger(checkpoint) })
}
export type Proving = ReturnType<typeof useProving>

export function LedgerActions({ proving }: { proving: Proving }) {
  // Signing is the installation's word, which its administrators give.
  const { administrator } = useSession().rights
  const file = useRef<HTMLInputElement>(null)
  const sign = useMutation({
    mutationFn: signCheckpoint,
    onSuccess: (signed) => {
      download(`checkpoint-${signed.number}.json`, `${JSON.stringify(signed, null, 2)}\n`)
      notifications.show({ message: words.signed(signed.number) })
    },
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
  })
  const against = async (chosen: File) => {
    const checkpoint = chosen.size < 10_000 ? readCheckpoint(await chosen.text()) : undefined
    if (checkpoint) proving.mutate(checkpoint)
    else notifications.show({ color: 'red', message: words.notCheckpoint(chosen.name) })
  }
  return (
    <>
      <Button aria-label={words.verify} loading={proving.isPending} onClick={() => proving.mutate(undefined)}>
        <IconShieldCheck size={16} className={classes.verifySign} aria-hidden="true" />
        <span className={classes.verify}>
          {words.verifyWord}
          <span className={classes.wide}>{words.verifyWhat}</span>
        </span>
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={words.actions} title={words.actions}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileCheck size={16} />} onClick={() => file.current?.click()}>
            {words.verifyAgainst}
          </Menu.Item>
          {administrator && (
            <Menu.Item leftSection={<IconSignature size={16} />} onClick={() => sign.mutate()}>
              {words.checkpoint}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            component="a"
            href={LEDGER_EXPORT}
            download="ledger.jsonl"
          >
            {words.export}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={words.verifyAgainst}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen) void against(chosen)
        }}
      />
    </>
  )
}
