// The thread that owns the socket. pg_dump wants its answers at once, so the thread that runs it
// sleeps on `state` while this one waits for the server.
import { connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

const { port, state, answer } = workerData
const bytes = new Uint8Array(answer)
let received = Buffer.alloc(0)
let waiting = false

const socket = connect(port, '127.0.0.1')
socket.on('data', (chunk) => {
  received = Buffer.concat([received, chunk])
  if (isComplete(received)) reply()
})
socket.on('error', (error) => {
  console.error(error)
  reply()
})
socket.on('close', reply)

parentPort.on('message', (request) => {
  waiting = true
  socket.write(request)
  // A farewell has no answer.
  if (request[0] === 'X'.charCodeAt(0)) reply()
})

/** Whether the server waits for us: it is ready, or asks for a password. */
function isComplete(buffer) {
  let place = 0
  let last = ''
  while (place + 5 <= buffer.length) {
    const type = String.fromCharCode(buffer[place])
    const end = place + 1 + buffer.readUInt32BE(place + 1)
    if (end > buffer.length) return false
    const asks = type === 'R' && ![0, 12].includes(buffer.readUInt32BE(place + 5))
    last = asks ? 'asks' : type
    place = end
  }
  return place === buffer.length && ['Z', 'asks', 'G'].includes(last)
}

function reply() {
  if (!waiting) return
  waiting = false
  bytes.set(received)
  Atomics.store(state, 1, received.length)
  received = Buffer.alloc(0)
  Atomics.store(state, 0, 1)
  Atomics.notify(state, 0)
}
