import { commandOf, parentOf } from './processes.ts'

let isEnding = false

/** True once the process was asked to end: what fails from then on is no news. */
export function isShuttingDown(): boolean {
  return isEnding
}

/** Runs `stop` once, however this process is asked to end, and then ends it. */
export function onShutdown(stop: () => Promise<void>, exitCode: number): void {
  const end = async () => {
    if (isEnding) return
    isEnding = true
    await stop().catch((error) => console.error(error))
    process.exit(exitCode)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // Nobody reads what we print any more.
  for (const output of [process.stdout, process.stderr]) output.on('error', end)
  const launchers = findLaunchers()
  setInterval(() => {
    if (!launchers.every((pid) => commandOf(pid))) end()
  }, 1000).unref()
}

/** npm, the shell it uses and tsx: a signal to npm alone would leave us running. */
function findLaunchers(): number[] {
  const launchers: number[] = []
  for (let pid = process.ppid; LAUNCHER.test(commandOf(pid)); pid = parentOf(pid)) {
    launchers.push(pid)
  }
  return launchers
}

const LAUNCHER = /\b(npm|npx|tsx|pnpm|yarn)\b|^\S*sh -c /
