/** What must be stopped, and how. */
export type Cleanup = [name: string, stop: () => unknown]

/** How long all cleanups together may take, in milliseconds. */
const LIMIT = 8000
/** How long a cleanup may take, in milliseconds, when the cleanups before it used up the limit. */
const REST = 1000

/**
 * Runs the cleanups one after another. An error in one cleanup does not skip the others, and neither
 * does a cleanup that never ends: after the time limit, its name is printed, and the next one runs.
 */
export async function stopAll(cleanups: Cleanup[], limit = LIMIT): Promise<void> {
  const until = Date.now() + limit
  for (const [name, stop] of cleanups) {
    let timer: NodeJS.Timeout | undefined
    const rest = Math.max(until - Date.now(), Math.min(REST, limit))
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        console.error(`Not stopped within ${limit / 1000} s: ${name}.`)
        resolve()
      }, rest)
    })
    const stopped = Promise.resolve()
      .then(stop)
      .catch((error) => console.error(error))
    await Promise.race([stopped, late])
    clearTimeout(timer)
  }
}
