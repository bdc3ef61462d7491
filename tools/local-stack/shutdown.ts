import { commandOf, parentOf } from './processes.ts'

let isEnding = false

/**
 * Tells whether the process was asked to end. Errors that occur after this request are effects of
 * the shutdown, and are not printed.
 */
export function isShuttingDown(): boolean {
  return isEnding
}

/** How long a shutdown may take, in milliseconds. A start that has begun ends first. */
const LIMIT = 30_000

/** If a signal asks this process to end, runs `stop` a single time and exits. */
export function onShutdown(stop: () => Promise<void>, exitCode: number): void {
  const end = async () => {
    if (isEnding) return
    isEnding = true
    setTimeout(() => {
      console.error(`Not stopped within ${LIMIT / 1000} s: the process ends anyway.`)
      process.exit(1)
    }, LIMIT).unref()
    await stop().catch((error) => console.error(error))
    process.exit(exitCode)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // An error on our output means that the program that reads the output has ended.
  for (const output of [process.stdout, process.stderr]) output.on('error', end)
  const launchers = findLaunchers()
  setInterval(() => {
    if (!launchers.every((pid) => commandOf(pid))) end()
  }, 1000).unref()
}

/**
 * Returns the ids of the processes that started this one: npm, its shell and tsx. A signal that
 * goes only to npm does not reach this process.
 */
function findLaunchers(): number[] {
  const launchers: number[] = []
  for (let pid = process.ppid; LAUNCHER.test(commandOf(pid)); pid = parentOf(pid)) {
    launchers.push(pid)
  }
  return launchers
}

const LAUNCHER = /\b(npm|npx|tsx|pnpm|yarn)\b|^\S*sh -c /
