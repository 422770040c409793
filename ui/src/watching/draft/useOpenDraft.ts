/** Saves what was drafted as a draft of its own, or as the next text of a published procedure, and goes to it. */
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { openDraft, saveDraft } from '../../api/drafts'
import { keys } from '../../api/keys'
import { words } from '../../words/en/drafted'

interface Asked {
  text: string
  /** The published procedure whose next version it is. */
  upon: string | undefined
}

export function useOpenDraft() {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ text, upon }: Asked) => {
      if (upon === undefined) return openDraft({ text })
      const begun = await openDraft({ procedure: upon })
      return saveDraft(begun.id, text, begun.etag)
    },
    onSuccess: (draft) => {
      client.setQueryData(keys.draft(draft.id), draft)
      void client.invalidateQueries({ queryKey: keys.drafts })
      void client.invalidateQueries({ queryKey: keys.procedures })
      notifications.show({ message: words.opened })
      void navigate({ to: '/drafts/$id', params: { id: draft.id } })
    },
  })
}
