import { useQuery } from '@tanstack/react-query'
import { procedureNamesQuery } from '../api/procedureNames'
import { useSession } from '../api/session'

/** Whether there is something to watch: every log for those who answer for all of them, the runs of a procedure for whoever owns it. */
export function useWatches(): boolean {
  const { rights, roles } = useSession()
  const all = rights.administrator || rights.auditor || rights.editor
  const procedures = useQuery({ ...procedureNamesQuery, enabled: !all && roles.length > 0 }).data ?? []
  return all || procedures.some(({ owner }) => owner && roles.some(({ role }) => role === owner.role))
}
