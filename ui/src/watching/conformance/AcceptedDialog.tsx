/** Everything that is accepted in a procedure, whether or not this log shows it. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Acceptance } from '../../api/conformance'
import { useSession } from '../../api/session'
import { words } from '../../words/en/conformance'
import { words as shell } from '../../words/en/shell'
import { ClassChip } from './ClassChip'
import classes from './conformance.module.css'
import { Whose } from './DeviationDetail'
import { today } from './today'
import { WithdrawDialog } from './WithdrawDialog'

interface Props {
  procedure: string
  acceptances: Acceptance[]
  /** The title of a step by its id. */
  titleOf: (step: string) => string
  onClose: () => void
}

export function AcceptedDialog({ procedure, acceptances, titleOf, onClose }: Props) {
  const { zone } = useSession()
  const [withdrawing, setWithdrawing] = useState<Acceptance>()
  if (withdrawing)
    return <WithdrawDialog procedure={procedure} acceptance={withdrawing} onClose={() => setWithdrawing(undefined)} />
  const day = today(zone)
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.accepted.title}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <ul className={classes.acceptances}>
        {acceptances.map((each) => (
          <li key={each.id}>
            <div>
              <p className={classes.head}>
                <ClassChip of={each.class} />
                <strong>{each.step ? titleOf(each.step) : words.accepted.any}</strong>
                {each.detail && <span>{each.detail}</span>}
              </p>
              <p>{each.reason}</p>
              <Whose acceptance={each} />
              {each.until && each.until < day && <p className={classes.quiet}>{words.accepted.over}</p>}
            </div>
            {each.may_withdraw && (
              <Button size="xs" variant="default" onClick={() => setWithdrawing(each)}>
                {words.accepted.withdraw}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  )
}
