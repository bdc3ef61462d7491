import type { Result } from './result.ts'

/**
 * Repeats an idempotent request up to twice after a network error. Only for requests that create
 * one row at most, thanks to an idempotency key or a unique constraint.
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
