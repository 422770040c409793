/** A file or a picture: camera first where one is at hand, dropped or chosen otherwise, sent at once with its progress. */
import { ActionIcon, Anchor, Button, Progress } from '@mantine/core'
import { IconCamera, IconFile, IconPaperclip, IconX } from '@tabler/icons-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { words } from '../../words/en/form'
import { fileSize } from '../../words/format'
import { type FileReference, isFile } from '../field'
import { fileAccept } from '../shape'
import { useUpload } from '../useUpload'
import classes from './control.module.css'
import { Group } from './frame'
import { type ControlProps, useFormPlace } from './props'

export function FileControl({ field, entry, onChange, path, bare }: ControlProps) {
  const { disabled } = useFormPlace()
  const held = isFile(entry) ? entry : undefined
  const sending = useUpload(field, onChange)
  const stage = sending.file ? 'sending' : held ? 'held' : 'empty'
  const place = useFocusKept(stage)
  return (
    <Group field={field} path={path} bare={bare}>
      <div ref={place} style={{ display: 'contents' }}>
        {sending.file ? (
          <div className={classes.file} role="status">
            <span>{words.file.sending(sending.file.name, sending.percent)}</span>
            <Progress
              className={classes.progress}
              value={sending.percent}
              aria-label={words.file.sending(sending.file.name, sending.percent)}
            />
            <ActionIcon aria-label={words.file.stop} title={words.file.stop} onClick={sending.stop}>
              <IconX size={16} />
            </ActionIcon>
          </div>
        ) : held ? (
          <Held file={held} preview={sending.previewOf(held)} disabled={disabled} onRemove={() => onChange(null)} />
        ) : (
          <Picker field={field} disabled={disabled} onFile={sending.send} />
        )}
      </div>
      {sending.mistake && (
        <p role="alert" className={classes.mistake}>
          {sending.mistake}{' '}
          {sending.again && (
            <Anchor component="button" type="button" onClick={sending.again}>
              {words.file.again}
            </Anchor>
          )}
        </p>
      )}
    </Group>
  )
}

/**
 * Choosing, sending and holding have buttons of their own: the focus that was on the last one goes to the next, so that
 * whoever has no mouse is not thrown back to the top of the page.
 */
function useFocusKept(stage: string) {
  const place = useRef<HTMLDivElement>(null)
  const within = useRef(false)
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      within.current = target instanceof Node && !!place.current?.contains(target)
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever other buttons stand there
  useEffect(() => {
    if (!within.current || (document.activeElement && document.activeElement !== document.body)) return
    place.current?.querySelector('button')?.focus()
  }, [stage])
  return place
}

function Picker({
  field,
  disabled,
  onFile,
}: {
  field: ControlProps['field']
  disabled: boolean
  onFile: (file: File) => void
}) {
  const camera = useRef<HTMLInputElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { accept, camera: withCamera } = fileAccept(field.accept)
  const touch = window.matchMedia?.('(pointer: coarse)').matches ?? false
  const take = (files: FileList | null) => {
    if (files?.[0]) onFile(files[0])
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) take(event.dataTransfer.files)
  }
  return (
    <div
      className={classes.file}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {withCamera && touch && (
        <>
          <Button
            variant="light"
            leftSection={<IconCamera size={18} />}
            disabled={disabled}
            onClick={() => camera.current?.click()}
          >
            {words.file.take}
          </Button>
          <input
            ref={camera}
            className={classes.hidden}
            type="file"
            accept="image/*"
            capture="environment"
            tabIndex={-1}
            aria-hidden="true"
            onChange={(e) => take(e.currentTarget.files)}
          />
        </>
      )}
      <Button
        variant="default"
        leftSection={<IconPaperclip size={16} />}
        disabled={disabled}
        onClick={() => chooser.current?.click()}
      >
        {words.file.choose}
      </Button>
      <input
        ref={chooser}
        className={classes.hidden}
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-label={field.label}
        onChange={(e) => take(e.currentTarget.files)}
      />
      {!touch && <span>{words.file.drop}</span>}
    </div>
  )
}

interface HeldProps {
  file: FileReference
  preview: string | undefined
  disabled: boolean
  onRemove: () => void
}

function Held({ file, preview, disabled, onRemove }: HeldProps) {
  const { run } = useFormPlace()
  return (
    <div className={classes.file} data-held="true">
      {preview ? (
        <img className={classes.preview} src={preview} alt={file.name} />
      ) : (
        <IconFile size={20} aria-hidden="true" />
      )}
      <span className={classes.fileName}>
        {run && !preview ? (
          <Anchor href={`/api/v1/runs/${encodeURIComponent(run)}/attachments/${file.sha256}`} download={file.name}>
            {file.name}
          </Anchor>
        ) : (
          file.name
        )}{' '}
        <span className={classes.need}>{fileSize(file.size)}</span>
      </span>
      {!disabled && (
        <ActionIcon aria-label={words.file.remove(file.name)} title={words.file.remove(file.name)} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </div>
  )
}
