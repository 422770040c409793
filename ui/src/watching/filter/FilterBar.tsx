/** What of the log is looked at: every condition with its own way out, and how many cases are left. */
import { Button } from '@mantine/core'
import { IconFilter, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/watching'
import { useFilter, useFilteredLog, useLog } from '../useLog'
import { FilterFields } from './FilterFields'
import { type FilterPart, parts, without } from './filter'
import classes from './filter.module.css'

export function FilterBar() {
  const { overview } = useLog()
  const { filter, change } = useFilter()
  const { data, isPlaceholderData, isPending } = useFilteredLog()
  const [shown, setShown] = useState(false)
  const set = parts(filter)
  useShortcuts([{ key: 'f', words: words.shortcuts.filter, run: () => setShown(!shown) }])
  return (
    <search className={classes.filter} aria-label={words.filter.label}>
      <div className={classes.bar}>
        <Button
          size="xs"
          variant={set.length > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={14} />}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          {words.filter.button(set.length)}
        </Button>
        <ul className={classes.parts}>
          {set.map((part) => {
            const told = tell(part)
            return (
              <li key={told}>
                <button
                  type="button"
                  className={classes.part}
                  aria-label={words.filter.away(told)}
                  onClick={() => change(without(filter, part))}
                >
                  <span>{told}</span>
                  <IconX size={13} aria-hidden="true" />
                </button>
              </li>
            )
          })}
        </ul>
        {set.length > 0 && (
          <>
            <span className={classes.remain} role="status">
              {data && !isPlaceholderData
                ? words.filter.remain(data.cases, overview.summary.cases)
                : isPending || isPlaceholderData
                  ? words.filter.counting
                  : ''}
            </span>
            <Button size="xs" variant="subtle" onClick={() => change({})}>
              {words.filter.clear}
            </Button>
          </>
        )}
      </div>
      {shown && <FilterFields overview={overview} filter={filter} change={change} />}
    </search>
  )
}

function tell(part: FilterPart): string {
  switch (part.kind) {
    case 'from':
    case 'to':
      return words.filter.parts[part.kind](part.day)
    case 'has':
    case 'lacks':
      return words.filter.parts[part.kind](part.activity)
    case 'equals':
      return words.filter.parts.equals(part.key, part.value)
    case 'ways':
      return words.filter.parts.ways(part.share)
  }
}
