import { Menu } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { MenuButton } from './LateMenu'
import { useOpensItself } from './late'

export interface Entry {
  label: string
  run: () => void
}

/** The menu of a button, above it: the bars it stands in are at the bottom of the screen. */
export function MenuLayer({ label, entries }: { label: string; entries: Entry[] }) {
  const { button, opened, setOpened } = useOpensItself<HTMLButtonElement>()
  const dropdown = useRef<HTMLDivElement>(null)
  const labels = entries.map((entry) => entry.label).join()
  // The page may change around an open menu, and what had the focus in it be gone: then the first entry has it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever other entries stand there
  useEffect(() => {
    if (!opened) return
    const later = window.setTimeout(() => {
      const box = dropdown.current
      if (!box?.contains(document.activeElement)) box?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
    }, 60)
    return () => window.clearTimeout(later)
  }, [opened, labels])
  return (
    <Menu position="top-start" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <MenuButton ref={button} label={label} />
      </Menu.Target>
      <Menu.Dropdown ref={dropdown}>
        {entries.map((entry) => (
          <Menu.Item key={entry.label} onClick={entry.run}>
            {entry.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
