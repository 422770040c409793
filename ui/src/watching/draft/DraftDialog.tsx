/** A procedure from what people did: one number trades simplicity for completeness, and what comes of it is read at once. */
import { Button, Modal, Radio, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { draftedQuery } from '../../api/drafted'
import { asProblem } from '../../api/problem'
import { procedureNamesQuery } from '../../api/procedureNames'
import { DialogEnd } from '../../shell/DialogEnd'
import { words } from '../../words/en/drafted'
import { words as shell } from '../../words/en/shell'
import { useFilter } from '../useLog'
import { Coverage } from './Coverage'
import { DraftPreview, type Look } from './DraftPreview'
import classes from './draft.module.css'
import { Figures } from './Figures'
import { freeId, taken, withId } from './identity'
import { useOpenDraft } from './useOpenDraft'

const LOOKS = ['read', 'diagram', 'text'] as const
const FIRST_COVERAGE = 80
/** As the server takes it. */
const LONGEST_TITLE = 200
/** Nothing is drafted while somebody still types or drags. */
const PAUSE_MS = 350

interface Props {
  log: string
  name: string
  onClose: () => void
}

export function DraftDialog({ log, name, onClose }: Props) {
  const { filter } = useFilter()
  const [title, setTitle] = useState(words.firstTitle(name))
  const [coverage, setCoverage] = useState(FIRST_COVERAGE)
  const [look, setLook] = useState<Look>('read')
  const [as, setAs] = useState<'other' | 'next'>('other')
  const [asked] = useDebouncedValue({ title: title.trim(), coverage: coverage / 100 }, PAUSE_MS)
  const query = useQuery({
    ...draftedQuery(log, asked, filter),
    enabled: asked.title !== '',
    placeholderData: keepPreviousData,
  })
  const known = useQuery(procedureNamesQuery).data ?? []
  const open = useOpenDraft()
  const drafted = query.data
  const same = drafted && taken(drafted.id, known)
  const settled = asked.title === title.trim() && asked.coverage === coverage / 100 && !query.isPlaceholderData
  const other = drafted ? freeId(drafted.id, known) : ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!drafted || !settled) return
    const upon = same && as === 'next' ? same.id : undefined
    open.mutate({ text: same && !upon ? withId(drafted.text, other) : drafted.text, upon })
  }
  const problem = open.error ?? query.error
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1180px, 96vw)"
      title={words.title}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      <form className={classes.form} onSubmit={send}>
        <div className={classes.asks}>
          <p className={classes.quiet}>{words.help}</p>
          <TextInput
            data-autofocus
            label={words.name}
            maxLength={LONGEST_TITLE}
            value={title}
            error={title.trim() ? undefined : words.titleNeeded}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {same && (
            <Radio.Group
              label={words.exists.title(same.title)}
              description={words.exists.help(same.id)}
              value={as}
              onChange={(value) => setAs(value as 'other' | 'next')}
            >
              <div className={classes.choice}>
                <Radio value="other" label={words.exists.other(other)} />
                <Radio value="next" label={words.exists.next(same.title)} description={words.exists.nextHelp} />
              </div>
            </Radio.Group>
          )}
          <Coverage value={coverage} onChange={setCoverage} />
          {drafted && <Figures drafted={drafted} old={!settled} />}
        </div>
        <section className={classes.shown} aria-label={words.preview}>
          <div className={classes.looks}>
            <SegmentedControl
              size="xs"
              aria-label={words.preview}
              value={look}
              onChange={(value) => setLook(value as Look)}
              data={LOOKS.map((value) => ({ value, label: words.views[value] }))}
            />
            <span className={classes.quiet} role="status">
              {drafted && !settled && !query.error && words.older}
            </span>
          </div>
          {query.error && !query.isFetching ? (
            <div className={classes.failed}>
              <p role="alert">
                {words.failed}: {asProblem(query.error).message}
              </p>
              <Button variant="default" onClick={() => void query.refetch()}>
                {words.again}
              </Button>
            </div>
          ) : (
            <DraftPreview drafted={drafted} look={look} title={title} old={!settled} />
          )}
        </section>
        <div className={classes.end}>
          {open.error && problem && <p role="alert">{asProblem(problem).message}</p>}
          <DialogEnd submit={words.open} pending={open.isPending || (!!drafted && !settled)} onClose={onClose} />
        </div>
      </form>
    </Modal>
  )
}
