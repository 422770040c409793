import { changed, partsOf } from '../field'
import classes from './control.module.css'
import { FieldControl } from './FieldControl'
import { Group } from './frame'
import type { ControlProps } from './props'

export function ObjectControl({ field, entry, onChange, path, bare }: ControlProps) {
  const parts = partsOf(entry)
  return (
    <Group field={field} path={path} bare={bare}>
      <div className={bare ? undefined : classes.card}>
        {(field.properties ?? []).map((part) => (
          <FieldControl
            key={part.name}
            field={part}
            entry={parts[part.name]}
            path={`${path}.${part.name}`}
            onChange={(change) =>
              onChange((now) => ({ ...partsOf(now), [part.name]: changed(partsOf(now)[part.name], change) }))
            }
          />
        ))}
      </div>
    </Group>
  )
}
