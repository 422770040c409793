/** The palette itself: loaded when it is opened first, and not with every page. */
import { Modal } from '@mantine/core'
import { words } from '../words/en/palette'
import { PaletteBody } from './PaletteBody'
import classes from './palette.module.css'

interface Props {
  opened: boolean
  onClose: () => void
  onStart: (procedure: { id: string; title: string }) => void
}

export function PaletteDialog({ opened, onClose, onStart }: Props) {
  return (
    <Modal.Root opened={opened} onClose={onClose} yOffset="12vh" size={620}>
      <Modal.Overlay />
      <Modal.Content aria-label={words.title} className={classes.content}>
        <Modal.Body p={0}>
          <PaletteBody onClose={onClose} onStart={onStart} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
