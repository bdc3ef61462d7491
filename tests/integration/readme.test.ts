import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { createClient } from '@supabase/supabase-js'
import { beforeAll, expect, test } from 'vitest'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { seed } from '../../tools/local-stack/seed.ts'
import { ownStack } from '../support/own-stack.ts'

const { url, publishableKey } = ownStack
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

beforeAll(() => seed(ownStack), 60_000)

test('the shell commands in the README work without changes', async () => {
  const block = readme.split('<!-- A test runs these lines as they stand. -->')[1]
  const script = block?.match(/```sh\n([\s\S]*?)```/)?.[1]?.replace('http://127.0.0.1:54321', url)
  // Each response ends with a line break, so that the test can split the output into responses.
  const lines = script?.replaceAll(/^curl -s /gm, "curl -s -w '\\n' ") ?? ''
  const environment = { ...process.env, KEY: publishableKey }
  const { stdout } = await promisify(execFile)('bash', ['-ec', lines], { env: environment })
  const [feed, posts, relationship, notifications] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

  expect(feed).toHaveLength(2)
  expect(feed[0]).toMatchObject({ author_username: expect.any(String), is_following_author: true })
  expect(posts).toHaveLength(2)
  expect(posts[0]).toMatchObject({ author: { username: expect.any(String) } })
  expect(relationship).toMatchObject({ follow_state: 'accepted' })
  expect(notifications).toHaveLength(2)
  expect(notifications[0]).toMatchObject({ kind: expect.any(String), is_read: false })
})

test('the first TypeScript sample in the README publishes a photo and reads it back', async () => {
  const code = readme.match(/```ts\n([\s\S]*?)```/)?.[1] ?? ''
  const suffix = Date.now().toString(36)
  const body = code
    .replace(/^import .*$/gm, '')
    .replace('ada@example.com', `ada${suffix}@example.com`)
    .replace("username: 'ada'", `username: 'ada${suffix}'`)
  const photo = new URL('../../supabase/seed/photos/espresso-cup.jpg', import.meta.url)
  const file = new Blob([readFileSync(photo)], { type: 'image/jpeg' })
  const printed: unknown[][] = []
  const names = [
    'createClient',
    'createSocial',
    'unwrap',
    'url',
    'publishableKey',
    'file',
    'console',
  ]
  const run = new Function(...names, `return (async () => {${body}})()`)
  const console = { log: (...values: unknown[]) => printed.push(values) }
  await run(createClient, createSocial, unwrap, url, publishableKey, file, console)
  expect(printed).toEqual([[`ada${suffix}`, 'Hello!']])
})
