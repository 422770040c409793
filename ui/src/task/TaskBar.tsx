/** The acts of a task, always in reach: one primary, the others beside it or in a menu. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'
import { type Primary, primaryWords } from './acts'
import { type Asked, TaskDialog } from './TaskDialog'
import classes from './task.module.css'
import type { TaskWork } from './useTaskWork'

export function TaskBar({ form, work, primary }: { form: TaskForm; work: TaskWork; primary: Primary | undefined }) {
  const [asked, setAsked] = useState<Asked>()
  const { may } = form
  const mustLook = work.seen.changes.length > 0 && primary !== 'claim'
  const canHandOver = may.claim || may.release || may.reassign || may.guest || may.skip
  if (!primary && !may.refuse && !may.raise && !canHandOver) return null
  return (
    <footer className={classes.bar}>
      {primary && (
        <Button loading={work.pending} onClick={() => work.sendPrimary(primary)}>
          {mustLook ? words.lookFirst : primaryWords(primary, form, !!work.lines)}
        </Button>
      )}
      {may.refuse && (
        <Button variant="default" onClick={() => setAsked({ dialog: 'refuse' })}>
          {words.act.refuse}
        </Button>
      )}
      {may.raise && <RaiseMenu exceptions={form.exceptions} onAsk={setAsked} />}
      {canHandOver && (
        <Menu position="top-start">
          <Menu.Target>
            <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={14} />}>
              {words.act.handOver}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may.claim && primary !== 'claim' && (
              <Menu.Item onClick={() => work.send({ act: 'claim' })}>{words.act.claim}</Menu.Item>
            )}
            {may.release && <Menu.Item onClick={() => work.send({ act: 'release' })}>{words.act.release}</Menu.Item>}
            {may.reassign && (
              <Menu.Item onClick={() => setAsked({ dialog: 'reassign' })}>{words.act.reassign}</Menu.Item>
            )}
            {may.guest && <Menu.Item onClick={() => setAsked({ dialog: 'guest' })}>{words.act.guest}</Menu.Item>}
            {may.skip && <Menu.Item onClick={() => setAsked({ dialog: 'skip' })}>{words.act.skip}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {asked && <TaskDialog asked={asked} form={form} work={work} onClose={() => setAsked(undefined)} />}
    </footer>
  )
}

function RaiseMenu({ exceptions, onAsk }: { exceptions: TaskForm['exceptions']; onAsk: (asked: Asked) => void }) {
  if (exceptions.length === 0) {
    return (
      <Button variant="subtle" color="gray" onClick={() => onAsk({ dialog: 'raise' })}>
        {words.act.raise}
      </Button>
    )
  }
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={14} />}>
          {words.act.raise}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exceptions.map(({ id, title }) => (
          <Menu.Item key={id} onClick={() => onAsk({ dialog: 'raise', exception: id })}>
            {title}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => onAsk({ dialog: 'raise' })}>{words.dialog.raise.other}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
