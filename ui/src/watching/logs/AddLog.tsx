/** A file becomes a log: what was understood of it, what is wrong with that, how far it is, what came of it. */
import { Button, Modal, Progress } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useRef, useState } from 'react'
import { Lines } from '../../shell/PageSkeleton'
import { words as shell } from '../../words/en/shell'
import { words } from '../../words/en/watching'
import { fileSize } from '../../words/format'
import classes from './add.module.css'
import { Report } from './Report'
import { Understood } from './Understood'
import { useImport } from './useImport'

const KINDS = '.xes,.gz,.xml,.csv,.tsv,.txt,.json,.jsonl,.ndjson,.jsonocel'
const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

export function useAddLog() {
  const [file, setFile] = useState<File>()
  const [dropping, setDropping] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const dropzone = {
    onDragOver: (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false)
    },
    onDrop: (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(false)
      setFile(event.dataTransfer.files[0])
    },
  }
  return { file, setFile, input, choose: () => input.current?.click(), dropping, dropzone }
}

export function AddLog({ adding: { file, setFile, input } }: { adding: ReturnType<typeof useAddLog> }) {
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={KINDS}
        aria-label={words.add.file}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen) setFile(chosen)
        }}
      />
      {file && <ImportDialog file={file} onClose={() => setFile(undefined)} />}
    </>
  )
}

function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const importing = useImport(file)
  const navigate = useNavigate()
  const { stage, look, chosen } = importing
  const busy = stage.at === 'sending'
  return (
    <Modal
      opened
      size={820}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={!busy}
      title={stage.at === 'read' ? words.add.read(stage.imported.log.name) : words.add.title(file.name)}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      {stage.at === 'looking' && <Lines count={6} />}
      {stage.at === 'unreadable' && (
        <div className={classes.stack}>
          <p role="alert">{stage.failure}</p>
          <div className={classes.end}>
            <Button variant="default" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button onClick={importing.again}>{words.again}</Button>
          </div>
        </div>
      )}
      {stage.at === 'understood' && look && (
        <Understood
          file={file}
          look={look}
          chosen={chosen}
          relooking={stage.relooking ?? false}
          failure={stage.failure}
          onChoose={importing.choose}
          onSend={importing.send}
          onClose={onClose}
        />
      )}
      {stage.at === 'sending' && (
        <div className={classes.stack}>
          <Progress
            value={stage.share * 100}
            animated={stage.share >= 1}
            aria-label={words.add.progress}
            className={classes.progress}
          />
          <p role="status" className={classes.figures}>
            {stage.share < 1
              ? words.add.sent(fileSize(Math.round(stage.share * file.size)), fileSize(file.size))
              : words.add.reading}
          </p>
          <div className={classes.end}>
            <Button variant="default" data-autofocus onClick={importing.stop}>
              {words.add.stop}
            </Button>
          </div>
        </div>
      )}
      {stage.at === 'read' && (
        <div className={classes.stack}>
          <Report report={stage.imported.report} />
          <div className={classes.end}>
            <Button
              data-autofocus
              onClick={() => void navigate({ to: '/watching/$log', params: { log: stage.imported.log.id } })}
            >
              {words.add.go}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  )
}
