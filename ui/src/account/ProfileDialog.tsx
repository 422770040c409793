import { Autocomplete, Button, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { keys } from '../api/keys'
import { changeMe, type Me, meQuery } from '../api/me'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/account'
import { words as shell } from '../words/en/shell'
import classes from './account.module.css'

export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const me = useQuery(meQuery)
  return (
    <Modal opened onClose={onClose} title={words.profile.title} closeButtonProps={{ 'aria-label': shell.close }}>
      {me.isPending && <Lines count={3} />}
      {me.error && <p role="alert">{me.error.message}</p>}
      {me.data && <ProfileForm me={me.data} onClose={onClose} />}
    </Modal>
  )
}

function ProfileForm({ me, onClose }: { me: Me; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(me.name)
  const [zone, setZone] = useState(me.zone ?? '')
  const save = useMutation({
    mutationFn: (body: Parameters<typeof changeMe>[1]) => changeMe(me.etag, body),
    onSuccess: (changed) => {
      client.setQueryData(keys.me, changed)
      void client.invalidateQueries({ queryKey: keys.session })
      notifications.show({ message: words.profile.done })
      onClose()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) save.mutate({ name: name.trim(), zone: zone.trim() })
  }
  return (
    <form className={classes.stack} onSubmit={send} noValidate>
      <TextInput
        data-autofocus
        label={words.profile.name}
        value={name}
        error={name.trim() ? save.error?.message : words.needed}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Autocomplete
        label={words.profile.zone}
        description={words.profile.zoneHelp}
        data={Intl.supportedValuesOf('timeZone')}
        limit={40}
        value={zone}
        onChange={setZone}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          {shell.cancel}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {words.profile.submit}
        </Button>
      </div>
    </form>
  )
}
