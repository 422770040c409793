import { Link, Outlet } from '@tanstack/react-router'
import { useSession } from '../api/session'
import { Page } from '../shell/Page'
import { words } from '../words/en/settings'
import { pagesFor } from './pages'
import classes from './settings.module.css'

export function SettingsFrame() {
  const { rights } = useSession()
  return (
    <Page title={words.title} layout="fill">
      <div className={classes.settings}>
        <nav className={classes.nav} aria-label={words.nav}>
          <ul>
            {pagesFor(rights).map((page) => (
              <li key={page}>
                <Link to={`/settings/${page}`} activeProps={{ className: classes.active, 'aria-current': 'page' }}>
                  {words.pages[page]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={classes.content}>
          <div className={classes.inner}>
            <Outlet />
          </div>
        </div>
      </div>
    </Page>
  )
}
