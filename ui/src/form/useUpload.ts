/** One file on its way to the server: progress, stopping, trying again, and a preview of what was just taken. */
import { useEffect, useRef, useState } from 'react'
import { asProblem } from '../api/problem'
import { type Upload, upload } from '../api/upload'
import { words } from '../words/en/form'
import { useFormPlace } from './control/props'
import type { Field, FileReference } from './field'
import { acceptsFile } from './shape'

export function useUpload(field: Field, onDone: (file: FileReference) => void) {
  const { guest } = useFormPlace()
  const [file, setFile] = useState<File>()
  const [percent, setPercent] = useState(0)
  const [mistake, setMistake] = useState<string>()
  const [failed, setFailed] = useState<File>()
  const [preview, setPreview] = useState<{ of: string; url: string }>()
  const running = useRef<Upload>(undefined)

  useEffect(() => () => running.current?.stop(), [])
  useEffect(() => () => (preview ? URL.revokeObjectURL(preview.url) : undefined), [preview])

  const send = async (chosen: File) => {
    setMistake(undefined)
    setFailed(undefined)
    if (!acceptsFile(field.accept, chosen.type)) {
      setMistake(words.file.kind((field.accept ?? []).join(', ')))
      return
    }
    setFile(chosen)
    setPercent(0)
    running.current = upload(chosen, setPercent, guest)
    try {
      const reference = await running.current.done
      const shown = chosen.type.startsWith('image/')
      setPreview(shown ? { of: reference.sha256, url: URL.createObjectURL(chosen) } : undefined)
      onDone(reference)
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) {
        setMistake(asProblem(error).message)
        setFailed(chosen)
      }
    } finally {
      setFile(undefined)
    }
  }

  return {
    file,
    percent,
    mistake,
    /** A picture of the file that is held, where it is the one that was taken here. */
    previewOf: ({ sha256 }: FileReference) => (preview?.of === sha256 ? preview.url : undefined),
    send,
    stop: () => running.current?.stop(),
    again: failed ? () => void send(failed) : undefined,
  }
}
