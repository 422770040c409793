/** Requests of this run of which nobody knows whether they were carried out, for those who may say what happened. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RunScreen } from '../api/runs'
import { SettleDoubt } from '../settings/SettleDoubt'
import task from '../task/task.module.css'
import { words } from '../words/en/run'
import { words as settings } from '../words/en/settings'

export function RunDoubts({ doubts }: Pick<RunScreen, 'doubts'>) {
  const [settling, setSettling] = useState<string>()
  return (
    <>
      {doubts.map((key) => (
        <section key={key} className={task.notice} aria-label={words.doubt.title}>
          <strong>{words.doubt.title}</strong>
          <p>
            {words.doubt.help} <code>{key}</code>
          </p>
          <Button
            variant="default"
            size="xs"
            aria-label={settings.dispatch.settleOf(key)}
            onClick={() => setSettling(key)}
          >
            {settings.dispatch.settle}
          </Button>
        </section>
      ))}
      {settling && <SettleDoubt doubt={settling} onClose={() => setSettling(undefined)} />}
    </>
  )
}
