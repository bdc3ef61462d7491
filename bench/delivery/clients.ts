import { once } from 'node:events'
import { WebSocket } from 'ws'
import { openWire } from '../../tests/support/wire.ts'

/** The order of the benchmark to the process of the clients. */
export type Order =
  | { connect: 'realtime'; url: string; key: string; tokens: string[] }
  | { connect: 'relay'; url: string; count: number }
  | { report: true }

/** The milliseconds from the call in the database to the client, for each message. */
let delays: number[] = []

function arrived(at: number): void {
  delays.push(performance.timeOrigin + performance.now() - at)
}

async function connect(order: Order): Promise<void> {
  if (!('connect' in order)) return
  if (order.connect === 'relay') {
    for (let n = 0; n < order.count; n++) {
      const socket = new WebSocket(`${order.url}/${n}`)
      socket.on('message', (data) => arrived(Number(String(data).split(' ')[1])))
      await once(socket, 'open')
    }
    return
  }
  for (const [n, token] of order.tokens.entries()) {
    const wire = await openWire(order.url, order.key)
    const answer = await wire.join(`realtime:room:${n}`, { private: true, token })
    if (answer.payload.status !== 'ok') throw new Error(JSON.stringify(answer))
    wire.socket.on('message', () => {
      const message = wire.received.pop()
      if (message?.event === 'broadcast') arrived(message.payload.payload.at)
    })
  }
}

process.on('message', (order: Order) => {
  void connect(order).then(() => {
    const found = delays
    if ('report' in order) delays = []
    process.send?.('report' in order ? found : [])
  })
})
