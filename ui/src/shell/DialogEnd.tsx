/** The end of every dialog that is sent: away with it, or do it. */
import { Button } from '@mantine/core'
import { words } from '../words/en/shell'
import classes from './dialog.module.css'

interface Props {
  submit: string
  leave?: string
  danger?: boolean
  pending?: boolean
  onClose: () => void
}

export function DialogEnd({ submit, leave, danger, pending, onClose }: Props) {
  return (
    <div className={classes.end}>
      <Button variant="default" onClick={onClose}>
        {leave ?? words.cancel}
      </Button>
      <Button type="submit" color={danger ? 'red' : undefined} loading={pending}>
        {submit}
      </Button>
    </div>
  )
}
