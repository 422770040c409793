import { Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { convert, type Spelling } from '../api/checking'
import { asProblem } from '../api/problem'
import { words } from '../words/en/procedure'

const ENDS: Record<Spelling, string> = { yaml: 'sop.yaml', json: 'sop.json', markdown: 'sop.md' }
const KINDS: Record<Spelling, string> = {
  yaml: 'application/yaml',
  json: 'application/json',
  markdown: 'text/markdown',
}
const SPELLINGS: Spelling[] = ['yaml', 'json', 'markdown']

/** The document as a file, in any of its three spellings. */
export function DownloadItems({ name, text }: { name: string; text: string }) {
  const download = async (spelling: Spelling) => {
    try {
      const content = await convert(text, spelling)
      const address = URL.createObjectURL(new Blob([content], { type: KINDS[spelling] }))
      const link = document.createElement('a')
      link.href = address
      link.download = `${name}.${ENDS[spelling]}`
      link.click()
      URL.revokeObjectURL(address)
    } catch (error) {
      notifications.show({ color: 'red', message: asProblem(error).message })
    }
  }
  return (
    <>
      <Menu.Label>{words.download}</Menu.Label>
      {SPELLINGS.map((spelling) => (
        <Menu.Item key={spelling} onClick={() => void download(spelling)}>
          {words.spellings[spelling]}
        </Menu.Item>
      ))}
    </>
  )
}
