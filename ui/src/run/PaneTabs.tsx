import { words } from '../words/en/run'
import classes from './run.module.css'

export type Pane = 'task' | 'steps' | 'diagram' | 'guide' | 'journal'
const PANES: Pane[] = ['task', 'steps', 'diagram', 'guide', 'journal']

/** On a phone one thing is seen at a time. */
export function PaneTabs({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  return (
    <div className={classes.tabs}>
      {PANES.map((each) => (
        <button key={each} type="button" aria-pressed={pane === each} onClick={() => onPane(each)}>
          {words.tabs[each]}
        </button>
      ))}
    </div>
  )
}
