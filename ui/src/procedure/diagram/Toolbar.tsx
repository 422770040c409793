import { ActionIcon, CloseButton, Switch, TextInput, Tooltip } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconFold,
  IconMinus,
  IconPlus,
  type IconProps,
  IconSearch,
  IconViewportTall,
} from '@tabler/icons-react'
import { useReactFlow, useStoreApi } from '@xyflow/react'
import type { ComponentType } from 'react'
import { words } from '../../words/en/diagram'
import { whole } from './camera'
import classes from './diagram.module.css'
import type { Placed } from './place'

interface Props {
  query: string
  onQuery: (query: string) => void
  found: number
  at: number
  onNext: (by: 1 | -1) => void
  /** Absent where there are none. */
  exceptions: boolean | undefined
  onExceptions: (shown: boolean) => void
  folds: 'fold' | 'unfold' | undefined
  onFolds: () => void
  drawing: Placed | undefined
}

export function Toolbar(props: Props) {
  const { query, found, at, exceptions, folds, drawing } = props
  const { zoomIn, zoomOut, setViewport } = useReactFlow()
  const store = useStoreApi()
  const fit = () => {
    const { width, height } = store.getState()
    if (drawing) void setViewport(whole(drawing, { width, height }))
  }
  return (
    <div className={classes.toolbar}>
      <TextInput
        className={classes.search}
        size="xs"
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={14} />}
        rightSection={query && <CloseButton size="xs" aria-hidden tabIndex={-1} onClick={() => props.onQuery('')} />}
        value={query}
        onChange={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') props.onNext(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape' && query) {
            event.stopPropagation()
            props.onQuery('')
          }
        }}
      />
      <span className={classes.count} role="status">
        {query && words.found(at, found)}
      </span>
      {exceptions !== undefined && (
        <Switch
          size="xs"
          label={words.exceptions}
          checked={exceptions}
          onChange={(event) => props.onExceptions(event.currentTarget.checked)}
        />
      )}
      <span className={classes.tools}>
        {folds && (
          <Tool
            label={folds === 'fold' ? words.foldAll : words.unfoldAll}
            icon={folds === 'fold' ? IconFold : IconViewportTall}
            onClick={props.onFolds}
          />
        )}
        <Tool label={words.zoomOut} icon={IconMinus} onClick={() => void zoomOut()} />
        <Tool label={words.zoomIn} icon={IconPlus} onClick={() => void zoomIn()} />
        <Tool label={words.fit} icon={IconArrowsMaximize} onClick={fit} />
      </span>
    </div>
  )
}

function Tool({ label, icon: Icon, onClick }: { label: string; icon: ComponentType<IconProps>; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
