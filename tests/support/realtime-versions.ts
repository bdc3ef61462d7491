import { createClient as createCurrent } from '@supabase/supabase-js'
import { createClient as createNewest } from 'supabase-js-newest'
import { createClient as createOldest } from 'supabase-js-oldest'

/** The versions of supabase-js that the tests of Realtime use. */
export const VERSIONS = ['oldest', 'current', 'newest'] as const
export type Version = (typeof VERSIONS)[number]

/** Each version. Only the parts that all versions share have a type. */
const CREATE = {
  oldest: createOldest,
  current: createCurrent,
  newest: createNewest,
} as unknown as {
  [version in Version]: typeof createCurrent
}

export function createVersion(
  version: Version,
  url: string,
  key: string,
  options?: Parameters<typeof createCurrent>[2],
): ReturnType<typeof createCurrent> {
  return CREATE[version](url, key, options)
}
