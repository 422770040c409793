/** What people set about themselves. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type AbsenceSeen = Schemas['AbsenceSeen']
export type Me = Schemas['Me']

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/me', { signal })),
})

/** Refused as `changed-meanwhile` when somebody changed it since it was read. */
export const changeMe = (etag: string, body: Schemas['MeChange']) =>
  answer(api.PATCH('/api/v1/me', { params: { header: { 'If-Match': `"${etag}"` } }, body }))

export const setAbsence = (body: Schemas['AbsenceSet']) => answer(api.PUT('/api/v1/me/absence', { body }))

export const endAbsence = () => answer(api.DELETE('/api/v1/me/absence'))

export const changePassword = (body: Schemas['PasswordChange']) => answer(api.PUT('/api/v1/me/password', { body }))
