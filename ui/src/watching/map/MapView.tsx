import { Button, SegmentedControl, Switch } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { mapQuery } from '../../api/eventLogs'
import { asProblem } from '../../api/problem'
import { Laying } from '../../procedure/diagram/Diagram'
import frame from '../../procedure/procedure.module.css'
import { Empty } from '../../shell/Empty'
import { words } from '../../words/en/watching'
import { words as own } from '../../words/en/watchingMap'
import { useFilter, useLog } from '../useLog'
import { Chosen } from './Chosen'
import { MapTable } from './MapTable'
import classes from './map.module.css'
import { Slider } from './Slider'
import { detailOf, type MapLook, type MapSearch, shownPercent } from './search'

const MapCanvas = lazy(() => import('./MapCanvas').then(({ MapCanvas }) => ({ default: MapCanvas })))

/** How the work goes, drawn from the log: as much of it as one wants to see. */
export function MapView() {
  const { id, overview } = useLog()
  const { filter, change } = useFilter()
  const search = useSearch({ from: '/inside/watching/$log/map' })
  const navigate = useNavigate({ from: '/watching/$log/map' })
  const [chosen, setChosen] = useState<{ id: string; of: unknown }>()
  const [adjusting, setAdjusting] = useState(false)
  const shown = shownPercent(search, overview.summary.activities)
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...mapQuery(id, filter, detailOf(shown)),
    placeholderData: keepPreviousData,
  })
  const set = (next: MapSearch) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false })
  const look: MapLook = search.look ?? 'frequency'
  if (data?.cases === 0)
    return (
      <Empty title={words.filter.none} help={words.filter.noneHelp}>
        <Button variant="default" onClick={() => change({})}>
          {words.filter.clear}
        </Button>
      </Empty>
    )
  return (
    <div className={`${frame.diagram} ${classes.map}`} aria-busy={isPlaceholderData}>
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          aria-label={own.look}
          value={look}
          data={[
            { value: 'frequency', label: own.frequency },
            { value: 'time', label: own.time },
          ]}
          onChange={(value) => set({ look: value === 'time' ? 'time' : undefined })}
        />
        <Button
          size="xs"
          variant="default"
          className={classes.detailButton}
          leftSection={<IconAdjustmentsHorizontal size={14} />}
          aria-expanded={adjusting}
          onClick={() => setAdjusting(!adjusting)}
        >
          {own.detail}
        </Button>
        <div className={classes.detail} data-shown={adjusting}>
          <Slider
            label={own.activities}
            value={shown.activities}
            told={data ? own.shownOf(data.activities.length, data.all_activities) : ''}
            onSet={(activities) => set({ activities })}
          />
          <Slider
            label={own.paths}
            value={shown.paths}
            told={data ? own.shownOf(data.paths.length, data.all_paths) : ''}
            onSet={(paths) => set({ paths })}
          />
          <Switch
            size="xs"
            label={own.table}
            checked={search.as === 'table'}
            onChange={(event) => set({ as: event.currentTarget.checked ? 'table' : undefined })}
          />
        </div>
      </div>
      <p className={classes.covered} data-shown={adjusting} role="status">
        {data && (isPlaceholderData ? own.counting : own.covered(data))}
      </p>
      {error && (
        <Empty title={words.failed} help={asProblem(error).message}>
          <Button variant="default" onClick={() => void refetch()}>
            {words.again}
          </Button>
        </Empty>
      )}
      {!data && !error && <Laying />}
      {data && search.as === 'table' && <MapTable map={data} />}
      {data && search.as !== 'table' && (
        <div className={classes.stage} data-old={isPlaceholderData}>
          <Suspense fallback={<Laying />}>
            <MapCanvas
              map={data}
              look={look}
              chosen={chosen?.of === data ? chosen.id : undefined}
              onChoose={(next) => setChosen(next === undefined ? undefined : { id: next, of: data })}
            />
          </Suspense>
          {chosen?.of === data && (
            <Chosen
              map={data}
              chosen={chosen.id}
              onChoose={(next) => setChosen(next === undefined ? undefined : { id: next, of: data })}
            />
          )}
        </div>
      )}
    </div>
  )
}
