/** The journal with its hidden values, as a file: for a reason, which stands in the ledger. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys'
import { exportRevealed, type RunScreen } from '../api/runs'
import { download } from '../shell/download'
import { ReasonDialog } from '../shell/ReasonDialog'
import { words } from '../words/en/run'

interface Props {
  run: Pick<RunScreen, 'run' | 'case'>
  onClose: () => void
}

export function ExportRevealed({ run, onClose }: Props) {
  const client = useQueryClient()
  const reveal = useMutation({
    mutationFn: (reason: string) => exportRevealed(run.run, reason),
    onSuccess: (lines) => {
      download(`${run.run}.jsonl`, lines, 'application/x-ndjson')
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.ledger }),
  })
  const text = words.dialog.reveal
  return (
    <ReasonDialog
      title={text.title(run.case ?? run.run)}
      label={text.reason}
      help={text.help}
      submit={text.submit}
      pending={reveal.isPending}
      failure={reveal.error?.message}
      onSubmit={reveal.mutate}
      onClose={onClose}
    />
  )
}
