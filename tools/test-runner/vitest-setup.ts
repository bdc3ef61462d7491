import { WebSocket } from 'ws'

// supabase-js requires a WebSocket, which Node has only from 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

// A worker whose vitest is gone would finish its test first. Vitest replaces process.exit.
if (process.listenerCount('disconnect', die) === 0) process.on('disconnect', die)

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
