/** Asks who is there, on top of the page. It is loaded when a session has ended, from the server that says so. */
import { Anchor, Modal } from '@mantine/core'
import type { Session } from '../api/session'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { DemoPeople } from './DemoPeople'
import { SignInForm } from './SignInForm'

interface Props {
  ended: boolean
  before: Session
  onEntered: (session: Session) => Promise<void>
  onOther: () => Promise<void>
}

export function SessionEndedDialog({ ended, before, onEntered, onOther }: Props) {
  return (
    <Modal
      opened={ended}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.ended.title}
      size={before.demo ? 'lg' : 'md'}
      zIndex={500}
    >
      <div className={classes.stack}>
        <p className={classes.quiet}>{words.ended.help}</p>
        {before.demo ? (
          <DemoPeople onEntered={onEntered} first={before.person.id} />
        ) : (
          <SignInForm known={before.person.id} submit={words.ended.submit} onEntered={onEntered} />
        )}
        {!before.demo && (
          <Anchor component="button" type="button" onClick={() => void onOther()}>
            {words.ended.other}
          </Anchor>
        )}
      </div>
    </Modal>
  )
}
