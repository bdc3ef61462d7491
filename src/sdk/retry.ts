import type { Result } from './result.ts'

/**
 * Sends a request, and repeats it at most twice after a network error. The request must be safe to
 * repeat: an idempotency key or a unique constraint must prevent a second row.
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
