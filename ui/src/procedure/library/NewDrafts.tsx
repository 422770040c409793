import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { draftsQuery } from '../../api/drafts'
import { words } from '../../words/en/procedure'
import { Time } from '../../words/Time'
import classes from './library.module.css'

/** Drafts of procedures that nobody can read yet. */
export function NewDrafts() {
  const drafts = useQuery(draftsQuery).data?.filter(({ base_number }) => base_number === 0) ?? []
  if (drafts.length === 0) return null
  return (
    <section className={classes.newDrafts} aria-labelledby="new-drafts">
      <h2 id="new-drafts">{words.newDrafts}</h2>
      <ul className={classes.rows}>
        {drafts.map((draft) => (
          <li key={draft.id} className={classes.row}>
            <div className={classes.main}>
              <div className={classes.titleLine}>
                <Link to="/drafts/$id" params={{ id: draft.id }} className={classes.title}>
                  {draft.title}
                </Link>
                <span className={classes.draft}>
                  <IconPencil size={12} aria-hidden="true" />
                  {words.draft}
                </span>
              </div>
              <p className={classes.facts}>
                <span>{draft.by.name}</span>
                <Time at={draft.at} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
