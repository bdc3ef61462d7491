import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { findShortcuts } from '../../tools/lint/app.ts'
import { root } from '../../tools/local-stack/paths.ts'

const folder = join(root, 'examples/web')

/** What the rule finds in a file `src/app/client.ts`. */
const find = (text: string) => findShortcuts({ name: 'src/app/client.ts', text })
const whatOf = (text: string) => find(text).map(({ what }) => what)

test('the demo app uses the exports of the package only', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.startsWith('dist/'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  expect(files.length).toBeGreaterThan(30)
  expect(files.flatMap(findShortcuts)).toEqual([])
  const imports = files.filter(({ text }) => /from 'supabase-social(\/react)?'/.test(text))
  expect(imports.length).toBeGreaterThan(5)
})

test('the compiler of the demo app reads no other folder of the repository', () => {
  const { compilerOptions, ...rest } = JSON.parse(
    readFileSync(join(folder, 'tsconfig.json'), 'utf8'),
  )
  expect(compilerOptions).not.toHaveProperty('paths')
  expect(compilerOptions).not.toHaveProperty('baseUrl')
  expect(JSON.stringify(rest)).not.toContain('../')
})

describe('the rule about the demo app accepts', () => {
  it.each([
    `import { createSocial } from 'supabase-social'`,
    `import { useLike } from 'supabase-social/react'`,
    `import { createSchemas } from 'supabase-social/schemas'`,
    `import { strings } from '../strings.ts'`,
    `const page = () => import('../features/home/index.tsx')`,
    `const rows = Array.from({ length: 3 })`,
    `const config = await fetch('/app-config.json')`,
    `const more = () => query.fetchNextPage()`,
    `const options = { fetch: false }`,
    `interface Options { fetch: boolean }`,
  ])('%s', (text) => {
    expect(find(text)).toEqual([])
  })
})

describe('the rule about the demo app reports', () => {
  it.each([
    [`import { createSocial } from '../../../../src/sdk/index.ts'`, 'leads out of the app'],
    [`import type { Post } from '../../../../dist/index.js'`, 'leads out of the app'],
    [`export * from '../../../other/index.ts'`, 'leads out of the app'],
    [`type Post = import('../../../../src/sdk/types.ts').Post`, 'leads out of the app'],
    [`const sdk = await import(\`../../../../src/sdk/index.ts\`)`, 'leads out of the app'],
    [`const url = new URL('../../../..', import.meta.url)`, 'leads out of the app'],
    [`import { read } from 'supabase-social/dist/call.js'`, 'is no export of the package'],
    [`import { read } from '/@fs/home/me/src/sdk/call.ts'`, 'is no export of the package'],
    [`await supabase.from('posts').select()`, '.from( goes past the SDK'],
    [`await supabase.storage.from('social-media').list()`, '.from( goes past the SDK'],
    [`await supabase['from']('posts')`, '.from( goes past the SDK'],
    [`await supabase.rpc('home_feed')`, '.rpc( goes past the SDK'],
    [`await supabase?.rpc('home_feed')`, '.rpc( goes past the SDK'],
    [`const db = supabase.schema('social')`, '.schema( goes past the SDK'],
    [`await fetch('/rest/v1/posts')`, 'fetch sends a request past the SDK'],
    [`await fetch(url)`, 'fetch sends a request past the SDK'],
    [`await window.fetch(url)`, 'fetch sends a request past the SDK'],
    [`const send = fetch`, 'fetch sends a request past the SDK'],
    [`new XMLHttpRequest()`, 'XMLHttpRequest sends a request past the SDK'],
    [`navigator.sendBeacon('/rest/v1/posts')`, 'sendBeacon sends a request past the SDK'],
  ])('%s', (text, what) => {
    expect(whatOf(text)).toEqual([expect.stringContaining(what)])
  })

  it('the file and the line', () => {
    expect(find(`\n\nsupabase.rpc('home_feed')`)[0]?.where).toBe('src/app/client.ts:3')
  })
})
