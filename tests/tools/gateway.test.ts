import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Gateway, openGateway, type Services } from '../../tools/local-stack/gateway.ts'
import { root } from '../../tools/local-stack/paths.ts'

let gateway: Gateway

/** A response whose body fails after these parts. */
function failing(...parts: string[]): Response {
  const left = parts.map((part) => new TextEncoder().encode(part))
  const body = new ReadableStream({
    async pull(controller) {
      const part = left.shift()
      // What was sent must arrive before the failure.
      if (!part) await wait(200)
      if (part) controller.enqueue(part)
      else controller.error(new Error('terminated'))
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/plain' } })
}

beforeAll(async () => {
  gateway = await openGateway(0)
  const services: Partial<Services> = {
    functions: async ({ url }) => (url.endsWith('late') ? failing('a part') : failing()),
  }
  gateway.serve(services as Services)
})
afterAll(() => gateway?.close())

const ask = (name: string) => fetch(`http://127.0.0.1:${gateway.port}/functions/v1/${name}`)

it('a response of a service that ends before its first byte is an error of the gateway', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const response = await ask('early')
  expect([response.status, await response.json()]).toMatchObject([500, { code: 500 }])
  expect(String(print.mock.calls[0]?.[0])).toBe('Error: terminated')
  print.mockRestore()
})

it('a response of a service that ends in the middle is not taken for the whole', async () => {
  const response = await ask('late')
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow('terminated')
})

it('a client that was busy for some seconds can use its connection again', async () => {
  const program = `
    import { openGateway } from './tools/local-stack/gateway.ts'
    const gateway = await openGateway(0)
    gateway.serve({ functions: async () => new Response('whole') })
    console.log(gateway.port)`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program]
  // In a process of its own, the gateway goes on while this process is busy.
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = await once(child.stdout, 'data')
    const url = `http://127.0.0.1:${String(port).trim()}/functions/v1/name`
    const post = async () => (await fetch(url, { method: 'POST', body: 'x' })).text()
    expect(await post()).toBe('whole')
    await wait(100)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7000)
    expect(await post()).toBe('whole')
  } finally {
    child.kill()
  }
})
