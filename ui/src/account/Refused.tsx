/** Why it was not let in; counts the seconds of a lock-out down. */
import { Alert } from '@mantine/core'
import { words } from '../words/en/account'

interface Props {
  message: string | undefined
  left: number
  over: boolean
}

export function Refused({ message, left, over }: Props) {
  if (left > 0)
    return (
      <Alert color="red" variant="light" role="alert">
        <span aria-hidden="true">{words.signIn.locked(left)}</span>
        <span className="visually-hidden">{message}</span>
      </Alert>
    )
  if (over)
    return (
      <Alert variant="light" role="status">
        {words.signIn.again}
      </Alert>
    )
  if (!message) return null
  return (
    <Alert color="red" variant="light" role="alert">
      {message}
    </Alert>
  )
}
