import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { everybodyQuery, teamsQuery } from '../api/directory'
import { draftsQuery } from '../api/drafts'
import { procedureNamesQuery } from '../api/procedureNames'
import type { Names } from './names'

/** The names that there are now. Whoever may not list some of them sees ids there. */
export function useNames(): Names {
  const people = useQuery({ ...everybodyQuery, retry: false }).data
  const teams = useQuery({ ...teamsQuery, retry: false }).data
  const drafts = useQuery({ ...draftsQuery, retry: false }).data
  const procedures = useQuery({ ...procedureNamesQuery, retry: false }).data
  return useMemo(
    () => ({
      person: new Map(people?.map(({ id, name }) => [id, name])),
      team: new Map(teams?.map(({ id, name }) => [id, name])),
      draft: new Map(drafts?.map(({ id, title }) => [id, title])),
      procedure: new Map(procedures?.map(({ id, title }) => [id, title])),
    }),
    [people, teams, drafts, procedures],
  )
}
