/** The person in the corner. */
import { UnstyledButton } from '@mantine/core'
import { useSession } from '../api/session'
import { LateLayer } from '../shell/late'
import { words } from '../words/en/shell'

const load = async () => (await import('./AccountMenu')).AccountMenu

export function ProfileMenu({ className }: { className?: string }) {
  const { person } = useSession()
  return (
    <LateLayer
      load={load}
      kind="menu"
      button={(late) => (
        <UnstyledButton
          className={className}
          aria-label={words.account(person.initials, person.name)}
          title={person.name}
          {...late}
        >
          {person.initials}
        </UnstyledButton>
      )}
      whole={(AccountMenu) => <AccountMenu className={className} />}
    />
  )
}
