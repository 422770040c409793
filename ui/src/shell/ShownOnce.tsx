/** A secret or a link that the server gives once. Copies even where the browser's clipboard is not to be had. */
import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { words } from '../words/en/shell'
import classes from './ShownOnce.module.css'

interface Props {
  label: string
  help?: string
  text: string
}

export function ShownOnce({ label, help = words.once.help, text }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'copied' | 'failed'>()
  // It stands where the form was that had the focus.
  useEffect(() => input.current?.focus(), [])
  const copy = async () => {
    input.current?.select()
    try {
      // Browsers have it on https and localhost alone; small installations start on plain http.
      if (navigator.clipboard) await navigator.clipboard.writeText(text)
      else if (!document.execCommand('copy')) throw new Error()
      setState('copied')
    } catch {
      setState('failed')
    }
  }
  return (
    <div>
      <div className={classes.once}>
        <TextInput
          ref={input}
          label={label}
          description={help}
          value={text}
          readOnly
          onFocus={(e) => e.currentTarget.select()}
        />
        <Button onClick={() => void copy()}>{state === 'copied' ? words.once.copied : words.once.copy}</Button>
      </div>
      <p className={classes.quiet} role="status">
        {state === 'failed' && words.once.failed}
      </p>
    </div>
  )
}
