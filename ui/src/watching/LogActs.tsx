import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { exported, type LogSummary, removeLog } from '../api/eventLogs'
import { keys } from '../api/keys'
import { asProblem } from '../api/problem'
import { ConfirmByName } from '../settings/ConfirmByName'
import { words } from '../words/en/watching'
import { useFilter } from './useLog'

const FORMATS = ['xes', 'ocel'] as const

/** What is done with a log as a whole. */
export function LogActs({ summary }: { summary: LogSummary }) {
  const [removing, setRemoving] = useState(false)
  const { filter } = useFilter()
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={words.more} title={words.more}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{words.download.label}</Menu.Label>
          {FORMATS.map((format) => (
            <Menu.Item key={format} component="a" href={exported(summary.id, format, filter)} download>
              {words.download[format]}
            </Menu.Item>
          ))}
          {summary.may_remove && (
            <>
              <Menu.Divider />
              <Menu.Item
                className="destructive"
                leftSection={<IconTrash size={16} />}
                onClick={() => setRemoving(true)}
              >
                {words.remove.act}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {removing && <RemoveLog summary={summary} onClose={() => setRemoving(false)} />}
    </>
  )
}

export function RemoveLog({ summary, onClose }: { summary: LogSummary; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => removeLog(summary.id),
    onSuccess: async () => {
      notifications.show({ message: words.remove.done(summary.name) })
      onClose()
      await navigate({ to: '/watching' })
      client.removeQueries({ queryKey: keys.eventLog(summary.id) })
      void client.invalidateQueries({ queryKey: keys.eventLogs })
    },
  })
  return (
    <ConfirmByName
      title={words.remove.title(summary.name)}
      help={words.remove.help(summary.cases)}
      submit={words.remove.submit}
      pending={remove.isPending}
      failure={remove.error ? asProblem(remove.error).message : undefined}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    />
  )
}
