import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileImport, IconPlus, IconSparkles, IconSquare } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useRef, useState } from 'react'
import { convert, starterText } from '../../api/checking'
import { openDraft } from '../../api/drafts'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { words } from '../../words/en/procedure'
import { FRAME, MOST_BYTES, spellingOf } from './importing'
import classes from './library.module.css'

type Source = 'starter' | 'empty' | File

async function textOf(source: Source): Promise<string> {
  if (source === 'starter') return starterText()
  if (source === 'empty') return FRAME
  const spelling = spellingOf(source.name)
  if (!spelling) throw new Error(words.create.kind(source.name))
  if (source.size > MOST_BYTES) throw new Error(words.create.large(source.name))
  return convert(await source.text(), 'yaml', spelling)
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Making a draft from the starter, from nothing or from a file, and going to it. */
export function useNewProcedure() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [dropping, setDropping] = useState(false)
  const { mutate, isPending } = useMutation({
    mutationFn: async (source: Source) => openDraft({ text: await textOf(source) }),
    onSuccess: (draft) => {
      client.setQueryData(keys.draft(draft.id), draft)
      void client.invalidateQueries({ queryKey: keys.procedures })
      void navigate({ to: '/drafts/$id', params: { id: draft.id } })
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: words.create.failed, message: asProblem(error).message }),
  })
  const dropzone = {
    onDragOver: (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false)
    },
    onDrop: (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(false)
      const file = event.dataTransfer.files[0]
      if (file) mutate(file)
    },
  }
  return { make: mutate, isPending, dropping, dropzone }
}

export function NewProcedure({ making }: { making: ReturnType<typeof useNewProcedure> }) {
  const file = useRef<HTMLInputElement>(null)
  const { make, isPending } = making
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button loading={isPending} aria-label={words.create.button}>
            <IconPlus size={16} aria-hidden="true" />
            <span className={classes.newLabel}>
              {words.create.word}
              <span className={classes.wide}>{words.create.what}</span>
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconSparkles size={16} />} onClick={() => make('starter')}>
            <Choice title={words.create.starter} help={words.create.starterHelp} />
          </Menu.Item>
          <Menu.Item leftSection={<IconSquare size={16} />} onClick={() => make('empty')}>
            <Choice title={words.create.empty} help={words.create.emptyHelp} />
          </Menu.Item>
          <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => file.current?.click()}>
            <Choice title={words.create.file} help={words.create.fileHelp} />
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        hidden
        accept=".yaml,.yml,.json,.md,.markdown"
        aria-label={words.create.file}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen) make(chosen)
        }}
      />
    </>
  )
}

function Choice({ title, help }: { title: string; help: string }) {
  return (
    <>
      <div>{title}</div>
      <div style={{ fontSize: 12, color: 'var(--ink-quiet)' }}>{help}</div>
    </>
  )
}
