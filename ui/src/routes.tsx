/** Every address of the app. A page's code is loaded with its route; its search parameters are parsed here, once. */

import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { queryClient } from './api/client'
import { asProblem } from './api/problem'
import { sessionQuery } from './api/session'
import { parseInboxSearch } from './inbox/search'
import { parseLedgerSearch } from './ledger/search'
import { parseLibrarySearch } from './procedure/library/filter'
import { parseRunsSearch } from './runs/search'
import { PageFailed } from './shell/PageFailed'
import { NothingHere, PageGone } from './shell/PageGone'
import { PageSkeleton } from './shell/PageSkeleton'
import { Shell } from './shell/Shell'
import { parseCasesSearch } from './watching/cases/search'
import { parseConformanceSearch } from './watching/conformance/search'
import { parseLogFilter } from './watching/filter/filter'
import { LogFailed } from './watching/LogFailed'
import { parseMapSearch } from './watching/map/search'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: PageGone,
  errorComponent: PageFailed,
})

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('./account/SignIn'), 'SignIn'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./account/SetupPage'), 'SetupPage'),
})

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('./account/ResetPage'), 'ResetPage'),
})

const guest = createRoute({
  getParentRoute: () => root,
  path: '/guest',
  component: lazyRouteComponent(() => import('./guest/GuestPage'), 'GuestPage'),
})

/** Everything behind this one needs a session. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery)
    } catch (error) {
      if (asProblem(error).status === 401) throw redirect({ to: '/sign-in', search: { next: location.href } })
      throw error
    }
  },
  component: Shell,
  pendingComponent: PageSkeleton,
})

const nothingHere = createRoute({ getParentRoute: () => inside, path: '$', component: NothingHere })

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})

const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  validateSearch: parseInboxSearch,
  component: lazyRouteComponent(() => import('./inbox/InboxPage'), 'InboxPage'),
})

const runs = createRoute({
  getParentRoute: () => inside,
  path: '/runs',
  validateSearch: parseRunsSearch,
  component: lazyRouteComponent(() => import('./runs/RunsPage'), 'RunsPage'),
})

const runScreen = createRoute({
  getParentRoute: () => inside,
  path: '/runs/$run',
  validateSearch: (search): { task?: string; step?: string } => ({ task: text(search.task), step: text(search.step) }),
  component: lazyRouteComponent(() => import('./run/RunPage'), 'RunPage'),
})

const ledger = createRoute({
  getParentRoute: () => inside,
  path: '/ledger',
  validateSearch: parseLedgerSearch,
  component: lazyRouteComponent(() => import('./ledger/LedgerPage'), 'LedgerPage'),
})

const library = createRoute({
  getParentRoute: () => inside,
  path: '/procedures',
  validateSearch: parseLibrarySearch,
  component: lazyRouteComponent(() => import('./procedure/library/LibraryPage'), 'LibraryPage'),
})

const procedure = createRoute({
  getParentRoute: () => inside,
  path: '/procedures/$id',
  validateSearch: (search): { number?: number } => ({ number: whole(search.number) }),
  component: lazyRouteComponent(() => import('./procedure/ProcedurePage'), 'ProcedurePage'),
})
const procedureRead = createRoute({
  getParentRoute: () => procedure,
  path: '/',
  component: lazyRouteComponent(() => import('./procedure/read/ReadView'), 'ReadView'),
})
const procedureDiagram = createRoute({
  getParentRoute: () => procedure,
  path: '/diagram',
  component: lazyRouteComponent(() => import('./procedure/DiagramView'), 'DiagramView'),
})
const procedureHistory = createRoute({
  getParentRoute: () => procedure,
  path: '/history',
  validateSearch: (search): { from?: number; to?: number } => ({ from: whole(search.from), to: whole(search.to) }),
  component: lazyRouteComponent(() => import('./procedure/history/HistoryView'), 'HistoryView'),
})
const procedureRuns = createRoute({
  getParentRoute: () => procedure,
  path: '/runs',
  component: lazyRouteComponent(() => import('./procedure/runs/RunsView'), 'RunsView'),
})

const watching = createRoute({
  getParentRoute: () => inside,
  path: '/watching',
  component: lazyRouteComponent(() => import('./watching/WatchingPage'), 'WatchingPage'),
})
const log = createRoute({
  getParentRoute: () => inside,
  path: '/watching/$log',
  validateSearch: parseLogFilter,
  component: lazyRouteComponent(() => import('./watching/LogPage'), 'LogPage'),
  errorComponent: LogFailed,
})
const logOverview = createRoute({
  getParentRoute: () => log,
  path: '/',
  component: lazyRouteComponent(() => import('./watching/overview/OverviewView'), 'OverviewView'),
})
const logMap = createRoute({
  getParentRoute: () => log,
  path: '/map',
  validateSearch: parseMapSearch,
  component: lazyRouteComponent(() => import('./watching/map/MapView'), 'MapView'),
})

const logConformance = createRoute({
  getParentRoute: () => log,
  path: '/conformance',
  validateSearch: parseConformanceSearch,
  component: lazyRouteComponent(() => import('./watching/conformance/ConformanceView'), 'ConformanceView'),
})
const logCases = createRoute({
  getParentRoute: () => log,
  path: '/cases',
  validateSearch: parseCasesSearch,
  component: lazyRouteComponent(() => import('./watching/cases/CasesView'), 'CasesView'),
})
const logCase = createRoute({
  getParentRoute: () => log,
  path: '/cases/$case',
  validateSearch: parseCasesSearch,
  component: lazyRouteComponent(() => import('./watching/cases/CaseView'), 'CaseView'),
})

const logVariants = createRoute({
  getParentRoute: () => log,
  path: '/variants',
  component: lazyRouteComponent(() => import('./watching/variants/VariantsView'), 'VariantsView'),
})

const draft = createRoute({
  getParentRoute: () => inside,
  path: '/drafts/$id',
  component: lazyRouteComponent(() => import('./procedure/edit/EditPage'), 'EditPage'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsFrame'), 'SettingsFrame'),
})
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/people', replace: true })
  },
})
const peopleSettings = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  component: lazyRouteComponent(() => import('./settings/PeoplePage'), 'PeoplePage'),
})
const teamsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/teams',
  component: lazyRouteComponent(() => import('./settings/TeamsPage'), 'TeamsPage'),
})
const rolesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/roles',
  component: lazyRouteComponent(() => import('./settings/RolesPage'), 'RolesPage'),
})
const tokensSettings = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./settings/TokensPage'), 'TokensPage'),
})
const guestsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/guests',
  component: lazyRouteComponent(() => import('./settings/GuestsPage'), 'GuestsPage'),
})
const connectorsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/connectors',
  component: lazyRouteComponent(() => import('./settings/ConnectorsPage'), 'ConnectorsPage'),
})
const schedulesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/schedules',
  component: lazyRouteComponent(() => import('./settings/SchedulesPage'), 'SchedulesPage'),
})
const dispatchSettings = createRoute({
  getParentRoute: () => settings,
  path: '/dispatch',
  component: lazyRouteComponent(() => import('./settings/DispatchPage'), 'DispatchPage'),
})
const appearanceSettings = createRoute({
  getParentRoute: () => settings,
  path: '/appearance',
  component: lazyRouteComponent(() => import('./settings/AppearancePage'), 'AppearancePage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setup,
    reset,
    guest,
    inside.addChildren([
      home,
      nothingHere,
      inbox,
      runs,
      runScreen,
      ledger,
      library,
      procedure.addChildren([procedureRead, procedureDiagram, procedureHistory, procedureRuns]),
      draft,
      watching,
      log.addChildren([logOverview, logMap, logVariants, logCases, logCase, logConformance]),
      settings.addChildren([
        settingsHome,
        peopleSettings,
        teamsSettings,
        rolesSettings,
        tokensSettings,
        guestsSettings,
        connectorsSettings,
        schedulesSettings,
        dispatchSettings,
        appearanceSettings,
      ]),
    ]),
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 150,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
