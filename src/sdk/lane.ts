/** Runs a task as soon as there is room for it. An aborted task runs at once. */
export type Lane = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>

/** Makes a lane in which at most `width` tasks run at the same time. */
export function lane(width: number): Lane {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task, signal) => {
    if (signal?.aborted) return task()
    if (running < width) running += 1
    else if (!(await turn(waiting, signal))) return task()
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

/** Waits until a task ends and gives up its room. Returns false if the signal aborts first. */
function turn(waiting: (() => void)[], signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const begin = () => {
      signal?.removeEventListener('abort', leave)
      resolve(true)
    }
    const leave = () => {
      waiting.splice(waiting.indexOf(begin), 1)
      resolve(false)
    }
    waiting.push(begin)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
