import { WebSocket } from 'ws'

// supabase-js requires a WebSocket. Node has one only from version 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

// Ends this worker process when vitest is killed. Without this listener, the process would first
// finish its test file. (Vitest blocks process.exit.) A worker that runs many test files evaluates
// this module for each file, so this adds the listener only once.
if (!process.listeners('disconnect').some(({ name }) => name === die.name)) {
  process.on('disconnect', die)
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
