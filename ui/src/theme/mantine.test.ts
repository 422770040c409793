import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const mantine = 'node_modules/@mantine/core'

/** The components whose names the app's code imports. */
function used(): Set<string> {
  const names = new Set<string>()
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsx')) continue
    const text = readFileSync(join('src', file), 'utf8')
    for (const [, list = ''] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of list.split(',')) names.add(name.trim())
    }
  }
  return names
}

test('every component that is used has its styles on the list', () => {
  const listed = readFileSync('src/theme/mantine.css', 'utf8')
  const styled = new Set(readdirSync(`${mantine}/styles`).map((file) => file.replace('.css', '')))
  const missing = [...used()].filter((name) => styled.has(name) && !listed.includes(`styles/${name}.css`))
  expect(missing).toEqual([])
})

test('the list has its files in the order in which Mantine has them', () => {
  const whole = readFileSync(`${mantine}/styles.css`, 'utf8')
  const listed = [...readFileSync('src/theme/mantine.css', 'utf8').matchAll(/styles\/([\w-]+)\.css/g)]
  const places = listed.map(([, name]) =>
    whole.indexOf(readFileSync(`${mantine}/styles/${name}.css`, 'utf8').slice(0, 60)),
  )
  expect(places).toEqual([...places].sort((a, b) => a - b))
})
