import { Button, Group, Modal } from '@mantine/core'
import { words } from '../../words/en/edit'
import classes from './edit.module.css'
import { compared, type MarkedLine } from './saving'

interface Props {
  mine: string
  theirs: { text: string; by: string }
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two texts of one draft: both are shown, one is chosen. It cannot be closed without choosing. */
export function ConflictDialog({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const lines = compared(mine, theirs.text)
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="90rem"
      title={words.conflict.title}
    >
      <p>{words.conflict.help(theirs.by)}</p>
      <div className={classes.both}>
        <Text title={words.conflict.mine} lines={lines.mine} />
        <Text title={words.conflict.theirs(theirs.by)} lines={lines.theirs} />
      </div>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onTakeTheirs}>
          {words.conflict.takeTheirs}
        </Button>
        <Button onClick={onKeepMine}>{words.conflict.keepMine}</Button>
      </Group>
    </Modal>
  )
}

function Text({ title, lines }: { title: string; lines: MarkedLine[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <pre tabIndex={0} aria-label={title}>
        {lines.map(({ text, own }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text
          <div key={at} className={own ? classes.own : undefined}>
            {text || ' '}
          </div>
        ))}
      </pre>
    </section>
  )
}
