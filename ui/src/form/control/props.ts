import { createContext, useContext } from 'react'
import type { Change, Entry, Field } from '../field'

export interface ControlProps {
  field: Field
  entry: Entry | undefined
  onChange: (change: Change) => void
  /** Names the control and its mistakes: `name`, or `name.2.part`. */
  path: string
  /** In a table cell: the label is heard, not seen. */
  bare?: boolean
}

export interface FormPlace {
  zone: string
  /** The run whose files can be opened; none before it is started. */
  run?: string
  /** The secret of a guest's link: files are sent by it. */
  guest?: string
  mistakes: Record<string, string>
  disabled: boolean
  idOf: (path: string) => string
}

export const FormContext = createContext<FormPlace>({
  zone: 'UTC',
  mistakes: {},
  disabled: false,
  idOf: (path) => `field-${path}`,
})
export const useFormPlace = (): FormPlace => useContext(FormContext)
