/** What was said to this person, behind a bell. */
import { LateLayer } from '../shell/late'
import { BellButton } from './BellButton'

const load = async () => (await import('./NoticesPanel')).NoticesPanel

export function Bell() {
  return (
    <LateLayer
      load={load}
      kind="dialog"
      button={(late) => <BellButton {...late} />}
      whole={(NoticesPanel) => <NoticesPanel />}
    />
  )
}
