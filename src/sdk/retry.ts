import type { Result } from './result.ts'

/**
 * Sends what creates something again, twice at most, when the network swallowed the request or the
 * answer to it: by its idempotency key, or because there can be one only, the database does it once
 * and answers every time.
 */
export async function retrying<T>(send: () => Promise<Result<T>>): Promise<Result<T>> {
  let result = await send()
  for (const pause of [250, 1000]) {
    if (result.error?.code !== 'network') break
    await new Promise((resolve) => setTimeout(resolve, pause))
    result = await send()
  }
  return result
}
