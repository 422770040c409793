import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSession } from '../api/session'
import { Page } from '../shell/Page'
import { words } from '../words/en/settings'
import { pagesFor } from './pages'
import classes from './settings.module.css'

export function SettingsFrame() {
  const { rights } = useSession()
  const nav = useRef<HTMLElement>(null)
  const place = useLocation().pathname
  // On a phone the pages are a strip that is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another page is shown
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [place])
  return (
    <Page title={words.title} layout="fill">
      <div className={classes.settings}>
        <nav ref={nav} className={classes.nav} aria-label={words.nav}>
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
