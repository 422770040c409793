import { Page } from '../shell/Page'
import { words } from '../words/en/shell'

export function RunPage() {
  return <Page title={words.nav.runs}>{null}</Page>
}
