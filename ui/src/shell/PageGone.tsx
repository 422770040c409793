import { words } from '../words/en/shell'
import { Empty } from './Empty'
import { Page } from './Page'

export function PageGone() {
  return <Empty title={words.failed.gone} help={words.failed.goneHelp} home />
}

/** The same for whoever is signed in: with the way to everything else beside it. */
export function NothingHere() {
  return (
    <Page title={words.failed.goneTitle}>
      <PageGone />
    </Page>
  )
}
