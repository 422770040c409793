import { SegmentedControl } from '@mantine/core'
import { words } from '../../words/en/edit'

export type Pane = 'text' | 'read' | 'diagram' | 'try'
const PANES: Pane[] = ['text', 'read', 'diagram', 'try']

/** Where text and preview do not fit beside each other; as in the style sheet. */
export const isNarrow = () => window.matchMedia('(max-width: 900px)').matches

/** Which pane stands beside the text, or in its place where there is no room for both. */
export function Panes({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.panes.label}
      value={pane}
      onChange={(picked) => onPane(picked as Pane)}
      data={PANES.map((value) => ({ value, label: words.panes[value] }))}
    />
  )
}
