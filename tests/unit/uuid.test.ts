import { afterEach, expect, it, vi } from 'vitest'
import { uuid } from '../../src/sdk/uuid.ts'

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

afterEach(() => {
  vi.unstubAllGlobals()
})

it('the SDK creates a UUID of version 4', () => {
  expect(uuid()).toMatch(VERSION_4)
})

it.each([undefined, {}])('the SDK creates unique UUIDs when the global crypto is %s', (crypto) => {
  vi.stubGlobal('crypto', crypto)
  const ids = Array.from({ length: 1000 }, uuid)
  for (const id of ids) expect(id).toMatch(VERSION_4)
  expect(new Set(ids).size).toBe(1000)
})
