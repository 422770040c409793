import { useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ProcedureShown, procedureQuery } from '../api/procedures'

/** The version that the address names, else the latest. The procedure's page has loaded it before its views ask. */
export function useShown(id: string): ProcedureShown {
  const { number } = useSearch({ from: '/inside/procedures/$id' })
  return useSuspenseQuery(procedureQuery(id, number)).data
}
