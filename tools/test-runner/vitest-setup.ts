import { WebSocket } from 'ws'

// supabase-js requires a WebSocket, which Node has only from 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

// Without this, a worker finishes its test file after vitest was killed. (Vitest blocks
// process.exit.)
if (process.listenerCount('disconnect', die) === 0) process.on('disconnect', die)

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
