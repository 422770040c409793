import { Page } from '../shell/Page'
import { words } from '../words/en/shell'

export function InboxPage() {
  return <Page title={words.nav.inbox}>{null}</Page>
}
