/** What can be done with the run as a whole, as far as this person may. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { RunAct, RunScreen } from '../api/runs'
import { useSession } from '../api/session'
import { words } from '../words/en/run'
import { RunDialog } from './RunDialog'
import classes from './run.module.css'
import { useRunAct } from './useRunAct'
import { otherVersions } from './versions'

const ExportRevealed = lazy(async () => ({ default: (await import('./ExportRevealed')).ExportRevealed }))

export type RunAsked = Exclude<RunAct['act'], 'resume'>

export function RunActs({ run }: { run: RunScreen }) {
  const [asked, setAsked] = useState<RunAsked>()
  const [revealing, setRevealing] = useState(false)
  const { may } = run
  const { administrator, auditor } = useSession().rights
  const canReveal = may.export && (administrator || auditor) && run.data.some(({ sensitive }) => sensitive)
  const small = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false })
  // Only the dialog that was sent: another may have been opened meanwhile.
  const act = useRunAct(run.run, (done) => setAsked((now) => (now === done ? undefined : now)))
  const ask = (next: RunAsked) => {
    act.reset()
    setAsked(next)
  }
  const items = (['note', 'skip', 'jump', 'override', 'migrate'] as const).filter(
    (each) => may[each] && (each !== 'migrate' || otherVersions(run).length > 0),
  )
  return (
    <>
      {/* One button for both, so that it keeps the focus when the one has become the other. */}
      {(may.pause || may.resume) && (
        <Button
          variant="default"
          className={may.pause ? classes.wide : undefined}
          loading={!may.pause && act.isPending}
          onClick={() => (may.pause ? ask('pause') : act.mutate({ act: 'resume' }))}
        >
          {may.pause ? words.act.pause : words.act.resume}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label={words.act.more} title={words.act.more}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {small && may.pause && <Menu.Item onClick={() => ask('pause')}>{words.act.pause}</Menu.Item>}
          {items.map((each) => (
            <Menu.Item key={each} onClick={() => ask(each)}>
              {words.act[each]}
            </Menu.Item>
          ))}
          {may.export && (
            <Menu.Item component="a" href={`/api/v1/runs/${encodeURIComponent(run.run)}/export`} download>
              {words.act.export}
            </Menu.Item>
          )}
          {canReveal && <Menu.Item onClick={() => setRevealing(true)}>{words.act.reveal}</Menu.Item>}
          {may.cancel && (
            <>
              <Menu.Divider />
              <Menu.Item className="destructive" onClick={() => ask('cancel')}>
                {words.act.cancel}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{revealing && <ExportRevealed run={run} onClose={() => setRevealing(false)} />}</Suspense>
      {asked && (
        <RunDialog
          asked={asked}
          run={run}
          pending={act.isPending}
          failure={act.error?.message}
          onAct={(body) => act.mutate(body)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
