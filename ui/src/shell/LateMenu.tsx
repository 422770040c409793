import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ComponentPropsWithRef } from 'react'
import { LateLayer } from './late'
import type { Entry } from './MenuLayer'

const load = async () => (await import('./MenuLayer')).MenuLayer

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'color'> {
  label: string
}

export function MenuButton({ label, ...others }: ButtonProps) {
  return (
    <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={14} />} {...others}>
      {label}
    </Button>
  )
}

/** A quiet button with a menu of acts, loaded when it is wanted. */
export function LateMenu({ label, entries }: { label: string; entries: (Entry | false | undefined)[] }) {
  const shown = entries.filter((entry): entry is Entry => !!entry)
  return (
    <LateLayer
      load={load}
      kind="menu"
      button={(late) => <MenuButton label={label} {...late} />}
      whole={(MenuLayer) => <MenuLayer label={label} entries={shown} />}
    />
  )
}
