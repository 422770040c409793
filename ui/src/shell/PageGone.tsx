import { words } from '../words/en/shell'
import { Empty } from './Empty'

export function PageGone() {
  return <Empty title={words.failed.gone} help={words.failed.goneHelp} home />
}
