import { Menu } from '@mantine/core'
import { MenuButton } from './LateMenu'
import { useOpensItself } from './late'

export interface Entry {
  label: string
  run: () => void
}

/** The menu of a button, above it: the bars it stands in are at the bottom of the screen. */
export function MenuLayer({ label, entries }: { label: string; entries: Entry[] }) {
  const { button, opened, setOpened } = useOpensItself<HTMLButtonElement>()
  return (
    <Menu position="top-start" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <MenuButton ref={button} label={label} />
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map((entry) => (
          <Menu.Item key={entry.label} onClick={entry.run}>
            {entry.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
