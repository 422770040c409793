/** One control for every type of field. */
import { lazy, Suspense } from 'react'
import { isUntyped } from '../field'
import { BooleanControl, ChoiceControl } from './ChoiceControl'
import { DateTimeControl } from './DateTimeControl'
import { DurationControl } from './DurationControl'
import { FileControl } from './FileControl'
import { JsonControl } from './JsonControl'
import { ListControl } from './ListControl'
import { ObjectControl } from './ObjectControl'
import type { ControlProps } from './props'
import { DateControl, NumberControl, TextControl } from './TextControl'

// Rare ones that bring a list of everybody with them come when a form has them.
const RunControl = lazy(async () => ({ default: (await import('./ReferenceControl')).RunControl }))
const PersonControl = lazy(async () => ({ default: (await import('./ReferenceControl')).PersonControl }))

export function FieldControl(props: ControlProps) {
  if (props.field.options?.length) return <ChoiceControl {...props} />
  if (isUntyped(props.field)) return <JsonControl {...props} />
  switch (props.field.type) {
    case 'text':
      return <TextControl {...props} />
    case 'number':
    case 'integer':
      return <NumberControl {...props} />
    case 'boolean':
      return <BooleanControl {...props} />
    case 'date':
    case 'time':
      return <DateControl {...props} />
    case 'date-time':
      return <DateTimeControl {...props} />
    case 'duration':
      return <DurationControl {...props} />
    case 'file':
      return <FileControl {...props} />
    case 'list':
      return <ListControl {...props} />
    case 'object':
      return <ObjectControl {...props} />
    case 'run':
      return (
        <Suspense>
          <RunControl {...props} />
        </Suspense>
      )
    case 'person':
      return (
        <Suspense>
          <PersonControl {...props} />
        </Suspense>
      )
  }
}
