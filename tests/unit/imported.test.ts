import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { imported } from '../../src/sdk/imported.ts'

const folder = mkdtempSync(join(tmpdir(), 'imported-'))
const file = join(folder, 'part.mjs')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Firefox asks for an address only once, and then always fails. */
const inFirefox = () =>
  Promise.reject<{ part: number }>(
    new TypeError(`error loading dynamically imported module: ${pathToFileURL(file)}`),
  )

describe('a part of the SDK', () => {
  it('that could not be loaded loads from another address, once it is there', async () => {
    await expect(imported(inFirefox)).rejects.toThrow(/^error loading/)
    writeFileSync(file, 'export const part = 1')
    const first = await imported(inFirefox)
    expect(first.part).toBe(1)
    expect(await imported(inFirefox)).toBe(first)
  })

  it('that a bundler could not load keeps the error of the bundler', async () => {
    const cause = new Error('Loading chunk 5 failed. (error: http://localhost/5.js)')
    await expect(imported(() => Promise.reject(cause))).rejects.toBe(cause)
  })
})
