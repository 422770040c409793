import { words } from '../../words/en/watchingMap'
import { type MapGraph, told } from './graph'
import classes from './map.module.css'

/** What strong and weak mean. */
export function Legend({ graph }: { graph: MapGraph }) {
  const { look, ofEdges } = graph
  return (
    <div className={classes.legend} data-look={look}>
      <span>{words.legend[look]}</span>
      <ul>
        {ofEdges.from.map((from, level) => (
          <li key={from} data-level={level}>
            <i aria-hidden="true" />
            {level === 0
              ? words.under(told(Math.round(ofEdges.from[1] ?? 0), look))
              : words.fromOn(told(Math.round(from), look))}
          </li>
        ))}
      </ul>
    </div>
  )
}
