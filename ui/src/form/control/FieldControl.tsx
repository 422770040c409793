/** One control for every type of field. */
import { isUntyped } from '../field'
import { BooleanControl, ChoiceControl } from './ChoiceControl'
import { DateTimeControl } from './DateTimeControl'
import { DurationControl } from './DurationControl'
import { FileControl } from './FileControl'
import { JsonControl } from './JsonControl'
import { ListControl } from './ListControl'
import { ObjectControl } from './ObjectControl'
import type { ControlProps } from './props'
import { PersonControl, RunControl } from './ReferenceControl'
import { DateControl, NumberControl, TextControl } from './TextControl'

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
      return <RunControl {...props} />
    case 'person':
      return <PersonControl {...props} />
  }
}
