/** What was clicked on: its figures, where it leads, and the cases with or without it. */
import { ActionIcon, Button } from '@mantine/core'
import { IconArrowRight, IconX } from '@tabler/icons-react'
import type { MapActivity, MapPath, ProcessMap } from '../../api/eventLogs'
import { words as shell } from '../../words/en/shell'
import { words } from '../../words/en/watchingMap'
import { decimal } from '../../words/format'
import { duration, percent } from '../figures'
import { demanding } from '../filter/filter'
import { useFilter } from '../useLog'
import { nodeId, pathsOf } from './graph'
import classes from './map.module.css'

interface Props {
  map: ProcessMap
  chosen: string
  onChoose: (id: string | undefined) => void
}

export function Chosen({ map, chosen, onChoose }: Props) {
  const place = Number(chosen.slice(1))
  const activity = chosen.startsWith('a') ? map.activities[place] : undefined
  const path = chosen.startsWith('p') ? map.paths[place] : undefined
  if (!activity && !path) return null
  return (
    <aside className={classes.panel} aria-label={words.chosen}>
      <ActionIcon className={classes.close} aria-label={shell.close} onClick={() => onChoose(undefined)}>
        <IconX size={16} />
      </ActionIcon>
      {activity && <OfActivity map={map} activity={activity} onChoose={onChoose} />}
      {path && <OfPath map={map} path={path} onChoose={onChoose} />}
    </aside>
  )
}

function OfActivity({
  map,
  activity,
  onChoose,
}: {
  map: ProcessMap
  activity: MapActivity
  onChoose: Props['onChoose']
}) {
  const { filter, change } = useFilter()
  const { into, out } = pathsOf(map, activity.activity)
  const { times, cases, starts, ends, work } = activity
  return (
    <>
      <h2>{activity.activity}</h2>
      <dl className={classes.facts}>
        <Fact name={words.times} value={decimal(times)} />
        <Fact name={words.inCases} value={`${decimal(cases)} (${percent(map.cases ? cases / map.cases : 0)})`} />
        {starts > 0 && <Fact name={words.starts} value={decimal(starts)} />}
        {ends > 0 && <Fact name={words.stops} value={decimal(ends)} />}
        {work && <Fact name={words.work} value={words.median(duration(work.median), duration(work.mean))} />}
      </dl>
      <div className={classes.acts}>
        <Button size="xs" variant="default" onClick={() => change(demanding(filter, 'has', activity.activity))}>
          {words.only}
        </Button>
        <Button size="xs" variant="default" onClick={() => change(demanding(filter, 'lacks', activity.activity))}>
          {words.without}
        </Button>
      </div>
      <Ways title={words.from} map={map} paths={into} name={({ from }) => from} onChoose={onChoose} />
      <Ways title={words.to} map={map} paths={out} name={({ to }) => to} onChoose={onChoose} />
    </>
  )
}

function OfPath({ map, path, onChoose }: { map: ProcessMap; path: MapPath; onChoose: Props['onChoose'] }) {
  const { filter, change } = useFilter()
  const { from, to, times, cases, wait } = path
  const go = (name: string) => onChoose(nodeId(map.activities.findIndex(({ activity }) => activity === name)))
  return (
    <>
      <h2 className={classes.pathName}>
        <button type="button" className={classes.link} onClick={() => go(from)}>
          {from}
        </button>
        <IconArrowRight size={14} aria-label={words.followedBy} />
        <button type="button" className={classes.link} onClick={() => go(to)}>
          {to}
        </button>
      </h2>
      <dl className={classes.facts}>
        <Fact name={words.followed} value={decimal(times)} />
        <Fact name={words.inCases} value={`${decimal(cases)} (${percent(map.cases ? cases / map.cases : 0)})`} />
        {wait && <Fact name={words.wait} value={words.median(duration(wait.median), duration(wait.mean))} />}
        {wait && <Fact name={words.slowest} value={duration(wait.p90)} />}
      </dl>
      <div className={classes.acts}>
        <Button
          size="xs"
          variant="default"
          onClick={() => change(demanding(demanding(filter, 'has', from), 'has', to))}
        >
          {from === to ? words.only : words.onlyBoth}
        </Button>
      </div>
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

interface WaysProps {
  title: string
  map: ProcessMap
  paths: MapPath[]
  name: (path: MapPath) => string
  onChoose: Props['onChoose']
}

function Ways({ title, map, paths, name, onChoose }: WaysProps) {
  if (paths.length === 0) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className={classes.ways}>
        {paths.map((path) => (
          <li key={name(path)}>
            <button type="button" onClick={() => onChoose(`p${map.paths.indexOf(path)}`)}>
              <span>{name(path)}</span>
              <span className={classes.number}>{decimal(path.times)}</span>
              <span className={classes.number}>{path.wait && duration(path.wait.median)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
