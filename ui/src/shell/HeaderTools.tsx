/** The right end of every header: search, keyboard help, the person. */
import { ActionIcon, Kbd, Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconKeyboard, IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { send } from '../api/client'
import { useSession } from '../api/session'
import { type Scheme, setAppearance, useAppearance } from '../theme/appearance'
import { words } from '../words/en/shell'
import classes from './HeaderTools.module.css'
import { openPalette } from './palette'
import { openShortcutHelp } from './shortcuts'

const schemes: { value: Scheme; label: string }[] = [
  { value: 'auto', label: words.appearance.auto },
  { value: 'light', label: words.appearance.light },
  { value: 'dark', label: words.appearance.dark },
]

export function HeaderTools() {
  const { person } = useSession()
  const { scheme, contrast } = useAppearance()
  const client = useQueryClient()
  const navigate = useNavigate()
  const signOut = async () => {
    await send('DELETE', '/session')
    client.clear()
    await navigate({ to: '/sign-in' })
  }
  const mark = (on: boolean) => (on ? <IconCheck size={14} /> : <span className={classes.unmarked} />)
  return (
    <div className={classes.tools}>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.searchWord}>{words.search}</span>
        <Kbd size="xs" className={classes.searchKeys} aria-hidden="true">
          ⌘K
        </Kbd>
      </UnstyledButton>
      <ActionIcon className={classes.help} onClick={openShortcutHelp} aria-label={words.help} title={words.help}>
        <IconKeyboard size={18} stroke={1.75} />
      </ActionIcon>
      <Menu width={220}>
        <Menu.Target>
          <UnstyledButton
            className={classes.person}
            aria-label={words.account(person.initials, person.name)}
            title={person.name}
          >
            {person.initials}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{person.name}</Menu.Label>
          <Menu.Divider />
          <Menu.Label>{words.appearance.title}</Menu.Label>
          {schemes.map(({ value, label }) => (
            <Menu.Item
              key={value}
              leftSection={mark(scheme === value)}
              onClick={() => setAppearance({ scheme: value })}
            >
              {label}
            </Menu.Item>
          ))}
          <Menu.Item
            leftSection={mark(contrast === 'high')}
            onClick={() => setAppearance({ contrast: contrast === 'high' ? 'auto' : 'high' })}
          >
            {words.appearance.high}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={signOut}>{words.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
