/** Sends a file and tells how far it is. Browsers report that for XMLHttpRequest alone. */
import type { FileReference } from '../form/field'
import { offline, toProblem } from './problem'
import { csrfToken, randomKey } from './request'

export interface Upload {
  done: Promise<FileReference>
  stop: () => void
}

/** `guest`: the secret of the link by which somebody from outside sends it. */
export function upload(file: File, progress: (percent: number) => void, guest?: string): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<FileReference>((resolve, reject) => {
    request.open('POST', guest ? '/api/v1/guest/attachments' : '/api/v1/attachments')
    request.responseType = 'text'
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    request.setRequestHeader('Idempotency-Key', randomKey())
    if (guest) request.setRequestHeader('X-Guest-Secret', guest)
    else if (csrfToken()) request.setRequestHeader('X-CSRF-Token', csrfToken())
    request.upload.onprogress = ({ loaded, total }) => progress(total ? Math.round((loaded / total) * 100) : 0)
    request.onload = () => {
      const body = readAnswer(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(body as FileReference)
      else reject(toProblem(body, request.status))
    }
    request.onerror = () => reject(offline())
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'))
    request.send(file)
  })
  return { done, stop: () => request.abort() }
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
