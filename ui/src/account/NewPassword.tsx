/** A new password, twice. */
import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { words } from '../words/en/account'
import { passwordMistake } from './password'

export interface NewPasswordState {
  value: string
  again: string
  set: (value: string) => void
  setAgain: (again: string) => void
  asked: boolean
  mistake: string | undefined
  different: boolean
  /** The password, once both are right; marks what is wrong otherwise. */
  take: () => string | undefined
}

export function useNewPassword(person?: string): NewPasswordState {
  const [value, set] = useState('')
  const [again, setAgain] = useState('')
  const [asked, setAsked] = useState(false)
  const mistake = passwordMistake(value, person)
  const different = value !== again
  const take = () => {
    setAsked(true)
    return mistake || different ? undefined : value
  }
  return { value, again, set, setAgain, asked, mistake, different, take }
}

export function NewPassword({ state }: { state: NewPasswordState }) {
  return (
    <>
      <PasswordInput
        label={words.password.new}
        description={words.password.help}
        value={state.value}
        onChange={(e) => state.set(e.currentTarget.value)}
        error={state.asked ? state.mistake : undefined}
        autoComplete="new-password"
      />
      <PasswordInput
        label={words.password.again}
        value={state.again}
        onChange={(e) => state.setAgain(e.currentTarget.value)}
        error={state.asked && !state.mistake && state.different ? words.password.different : undefined}
        autoComplete="new-password"
      />
    </>
  )
}
