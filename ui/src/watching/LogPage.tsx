/** What every view of a log stands under: which one it is, how much is in it, and which part is looked at. */
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useSession } from '../api/session'
import frame from '../procedure/procedure.module.css'
import { Page } from '../shell/Page'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/watching'
import { MakeProcedure } from './draft/MakeProcedure'
import { FilterBar } from './filter/FilterBar'
import { LogActs } from './LogActs'
import { Period } from './Period'
import { useFilter, useLog } from './useLog'

/** A view joins the tabs with its route; its key is the digit of its place. */
const TABS = [
  { to: '/watching/$log', label: words.tabs.overview },
  { to: '/watching/$log/map', label: words.tabs.map },
  { to: '/watching/$log/variants', label: words.tabs.variants },
  { to: '/watching/$log/cases', label: words.tabs.cases },
  { to: '/watching/$log/conformance', label: words.tabs.conformance },
] as const

export function LogPage() {
  const { id, overview } = useLog()
  const { summary } = overview
  const { filter } = useFilter()
  const navigate = useNavigate()
  const { rights } = useSession()
  const mayDraft = rights.administrator || rights.editor
  useShortcuts(
    TABS.map(({ to, label }, at) => ({
      key: String(at + 1),
      words: label,
      run: () => void navigate({ to, params: { log: id }, search: filter }),
    })),
  )
  return (
    <Page
      title={summary.name}
      layout="fill"
      actions={
        <>
          <LogActs summary={summary} />
          {mayDraft && <MakeProcedure log={id} name={summary.name} />}
        </>
      }
    >
      <div className={frame.page}>
        <div className={frame.facts}>
          <nav className={frame.views} aria-label={words.tabs.label}>
            {TABS.map(({ to, label }) => (
              <Link
                key={to}
                to={to}
                params={{ log: id }}
                search={filter}
                activeOptions={{ exact: to === '/watching/$log', includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
                className={frame.tab}
              >
                {label}
              </Link>
            ))}
          </nav>
          <span className={frame.version}>
            {words.cases(summary.cases)} · {words.events(summary.events)}
          </span>
          <span className={frame.quiet}>
            <Period from={summary.from} to={summary.to} />
          </span>
        </div>
        <FilterBar />
        <div className={frame.view}>
          <Outlet />
        </div>
      </div>
    </Page>
  )
}
