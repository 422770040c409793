import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { type ProcedureShown, procedureQuery, startRun } from '../../api/procedures'
import { useSession } from '../../api/session'
import { Fields } from '../../form/Fields'
import { useEntries } from '../../form/useEntries'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/procedure'
import { words as shell } from '../../words/en/shell'

interface Props {
  id: string
  title: string
  number?: number | undefined
  onClose: () => void
}

/** Starting a run: a form made of the procedure's data. */
export function StartDialog({ id, title, number, onClose }: Props) {
  const query = useQuery(procedureQuery(id, number))
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.startDialog.title(title)}
      size="lg"
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      {query.isPending && <Lines count={4} height={20} />}
      {query.isError && <p role="alert">{asProblem(query.error).message}</p>}
      {query.data && <StartForm procedure={query.data} onClose={onClose} />}
    </Modal>
  )
}

const NOTHING = {}

function StartForm({ procedure, onClose }: { procedure: ProcedureShown; onClose: () => void }) {
  const { person, zone } = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  const fields = procedure.start.fields
  const place = useMemo(() => ({ run: 'start', task: procedure.id, revision: procedure.version }), [procedure])
  const form = useRef<HTMLFormElement>(null)
  // The form comes after the dialog, which had nothing but its own button to put the focus on.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:not([type=file]), textarea, select, button')?.focus()
  }, [])
  const state = useEntries({ person: person.id, ...place, fields, current: NOTHING, zone })
  const { mutate, isPending } = useMutation({
    mutationFn: (data: Record<string, unknown>) => startRun(procedure.id, procedure.shown, data),
    onSuccess: ({ run }) => {
      state.forget()
      void client.invalidateQueries({ queryKey: keys.runs })
      void client.invalidateQueries({ queryKey: keys.procedures })
      void navigate({ to: '/runs/$run', params: { run } })
    },
    onError: (error) => state.refuse(asProblem(error)),
  })
  const submit = () => {
    const data = state.collect()
    if (data) mutate(known(data))
  }
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p style={{ color: 'var(--ink-quiet)', marginBottom: 12 }}>
        {fields.length === 0 ? words.startDialog.nothing : words.startDialog.help(procedure.shown)}
      </p>
      <Fields fields={fields} state={state} zone={zone} disabled={isPending} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {shell.cancel}
        </Button>
        <Button type="submit" loading={isPending}>
          {words.startDialog.submit}
        </Button>
      </Group>
    </form>
  )
}

/** What was left empty stays unknown to the run. */
const known = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== null && value !== ''))
