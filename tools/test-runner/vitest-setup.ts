import { WebSocket } from 'ws'

// supabase-js requires a WebSocket, which Node has only from 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

// Without this, a worker finishes its test file after vitest was killed. (Vitest blocks
// process.exit.)
// A worker that runs many files evaluates this for each, but must not pile listeners up.
if (!process.listeners('disconnect').some(({ name }) => name === die.name)) {
  process.on('disconnect', die)
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
