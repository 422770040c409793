/** What a person sets about themselves, how it looks, and the way out. */
import { Menu, UnstyledButton } from '@mantine/core'
import {
  IconBeach,
  IconCheck,
  IconKey,
  IconLock,
  IconLogout,
  IconSettings,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../api/session'
import { useOpensItself } from '../shell/late'
import { type Scheme, setAppearance, useAppearance } from '../theme/appearance'
import { words } from '../words/en/account'
import { words as shell } from '../words/en/shell'
import { useSignOut } from './signOut'

// Asked for once in a while: not part of the first page.
const AbsenceDialog = lazy(async () => ({ default: (await import('./AbsenceDialog')).AbsenceDialog }))
const PasswordDialog = lazy(async () => ({ default: (await import('./PasswordDialog')).PasswordDialog }))
const ProfileDialog = lazy(async () => ({ default: (await import('./ProfileDialog')).ProfileDialog }))

const schemes: { value: Scheme; label: string }[] = [
  { value: 'auto', label: shell.appearance.auto },
  { value: 'light', label: shell.appearance.light },
  { value: 'dark', label: shell.appearance.dark },
]

export function AccountMenu({ className }: { className?: string }) {
  const { person, demo } = useSession()
  const signOut = useSignOut()
  const { button, opened, setOpened } = useOpensItself<HTMLButtonElement>()
  const [dialog, setDialog] = useState<'absence' | 'password' | 'profile'>()
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu width={240} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <UnstyledButton
            ref={button}
            className={className}
            aria-label={shell.account(person.initials, person.name)}
            title={person.name}
          >
            {person.initials}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{person.name}</Menu.Label>
          <Menu.Item leftSection={<IconBeach size={16} />} onClick={() => setDialog('absence')}>
            {words.menu.absence}
          </Menu.Item>
          <Menu.Item leftSection={<IconUser size={16} />} onClick={() => setDialog('profile')}>
            {words.menu.profile}
          </Menu.Item>
          {!demo && (
            <Menu.Item leftSection={<IconLock size={16} />} onClick={() => setDialog('password')}>
              {words.menu.password}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKey size={16} />} component={Link} to="/settings/tokens">
            {words.menu.tokens}
          </Menu.Item>
          <Menu.Item leftSection={<IconSettings size={16} />} component={Link} to="/settings">
            {words.menu.settings}
          </Menu.Item>
          <Appearance />
          <Menu.Divider />
          <Menu.Item
            leftSection={demo ? <IconUsers size={16} /> : <IconLogout size={16} />}
            onClick={() => void signOut()}
          >
            {demo ? words.menu.switch : words.menu.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === 'absence' && <AbsenceDialog onClose={close} />}
        {dialog === 'password' && <PasswordDialog onClose={close} />}
        {dialog === 'profile' && <ProfileDialog onClose={close} />}
      </Suspense>
    </>
  )
}

function Appearance() {
  const { scheme, contrast } = useAppearance()
  const mark = (on: boolean) => <IconCheck size={14} visibility={on ? 'visible' : 'hidden'} />
  const high = contrast === 'high'
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{shell.appearance.title}</Menu.Label>
      {schemes.map(({ value, label }) => (
        <Menu.Item key={value} leftSection={mark(scheme === value)} onClick={() => setAppearance({ scheme: value })}>
          {label}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={mark(high)} onClick={() => setAppearance({ contrast: high ? 'auto' : 'high' })}>
        {shell.appearance.high}
      </Menu.Item>
    </>
  )
}
