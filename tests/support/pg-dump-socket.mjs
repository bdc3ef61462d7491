// This thread owns the socket to the server. pg_dump needs each answer synchronously, so the thread
// of pg_dump sleeps on `state` until this thread has the complete answer.
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
  // The server does not answer the message X, which ends the connection.
  if (request[0] === 'X'.charCodeAt(0)) reply()
})

/**
 * Whether the answer of the server is complete: the server is ready for a query, asks for a
 * password, or expects data.
 */
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
