/** The frame around every page: the rail (a bar at the bottom on a phone), the live connection, the page itself. */
import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { SessionEnded } from '../account/SessionEnded'
import { Palette } from '../palette/Palette'
import { words } from '../words/en/shell'
import { ConnectionBanner } from './ConnectionBanner'
import { useFocusHome } from './focusHome'
import { Rail } from './Rail'
import classes from './Shell.module.css'
import { ShortcutHelp } from './ShortcutHelp'

const PLACE = 'understudy.rail'

export function Shell() {
  const [narrow, setNarrow] = useState(() => localStorage.getItem(PLACE) === 'narrow')
  useFocusHome()
  const toggle = () => {
    localStorage.setItem(PLACE, narrow ? 'wide' : 'narrow')
    setNarrow(!narrow)
  }
  return (
    <div className={classes.shell} data-narrow={narrow}>
      <a className={classes.skip} href="#content">
        {words.skip}
      </a>
      <Rail narrow={narrow} onToggle={toggle} />
      <ConnectionBanner />
      <ShortcutHelp />
      <SessionEnded />
      <Palette />
      <Outlet />
    </div>
  )
}
