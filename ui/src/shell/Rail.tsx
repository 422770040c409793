import { ActionIcon } from '@mantine/core'
import {
  IconBook2,
  IconEye,
  IconFileDescription,
  IconInbox,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPlayerPlay,
  IconSettings,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSession } from '../api/session'
import { taskCountsQuery } from '../api/tasks'
import { words } from '../words/en/shell'
import { atLeast } from '../words/format'
import classes from './Rail.module.css'
import { useWatches } from './watches'

/** A page joins the rail with its route. */
const pages = [
  { to: '/inbox', label: words.nav.inbox, icon: IconInbox },
  { to: '/runs', label: words.nav.runs, icon: IconPlayerPlay },
  { to: '/procedures', label: words.nav.procedures, icon: IconFileDescription },
  { to: '/watching', label: words.nav.watching, icon: IconEye },
  { to: '/ledger', label: words.nav.ledger, icon: IconBook2 },
  { to: '/settings', label: words.nav.settings, icon: IconSettings },
] as const

export function Rail({ narrow, onToggle }: { narrow: boolean; onToggle: () => void }) {
  const { installation, demo, rights } = useSession()
  const watches = useWatches()
  const allowed = { '/ledger': rights.auditor || rights.administrator, '/watching': watches }
  const shown = pages.filter(({ to }) => !(to in allowed) || allowed[to as keyof typeof allowed])
  const counts = useQuery(taskCountsQuery)
  const Toggle = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav className={classes.rail} data-narrow={narrow} aria-label={words.nav.label}>
      <div className={classes.house} title={installation}>
        <img src="/favicon.svg" alt="" width={20} height={20} />
        <span className={classes.name}>{installation || words.product}</span>
        {demo && <span className={classes.demo}>{words.demo}</span>}
      </div>
      <ul className={classes.pages}>
        {shown.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes.page}
              activeProps={{ className: classes.active, 'aria-current': 'page' }}
              title={label}
            >
              <Icon size={18} stroke={1.75} aria-hidden="true" />
              <span className={classes.label}>{label}</span>
              {to === '/inbox' && !!counts.data?.mine && (
                <span className={classes.count}>{atLeast(counts.data.mine, counts.data.most)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <ActionIcon
        className={classes.toggle}
        onClick={onToggle}
        aria-label={narrow ? words.nav.expand : words.nav.collapse}
      >
        <Toggle size={18} stroke={1.75} />
      </ActionIcon>
    </nav>
  )
}
