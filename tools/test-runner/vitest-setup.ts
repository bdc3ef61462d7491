import { WebSocket } from 'ws'

// supabase-js refuses to work without one, and Node has its own only from 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket
