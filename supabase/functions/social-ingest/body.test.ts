import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

const ID = '0d9d8e37-2c6f-4b6a-9d40-52a3d8f0a001'

/** Sends a body. A database function must never be called. */
async function post(body: BodyInit | null, type = 'application/json') {
  const calls: string[] = []
  const rpc = (name: string) => {
    calls.push(name)
    const error = { code: 'PT404', message: 'upload_not_found', details: 'No.', hint: null }
    return Promise.resolve({ data: null, error, status: 404 })
  }
  const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
  const handle = createHandler({ asPerson: () => client, asProject: () => client })
  const headers = { authorization: 'Bearer anna', 'content-type': type }
  const response = await handle(
    new Request('http://localhost', {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit),
  )
  return { status: response.status, answer: await response.json(), calls }
}

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

const bodies: Record<string, BodyInit | null> = {
  'no body': null,
  'an empty body': '',
  'a blank body': ' \n',
  null: 'null',
  'an empty list': '[]',
  'a list with an object': `[{"upload_id": "${ID}"}]`,
  'a number': '7',
  'a text': `"${ID}"`,
  true: 'true',
  'an empty object': '{}',
  'malformed JSON': `{"upload_id": "${ID}"`,
  'two objects': `{"upload_id": "${ID}"}{}`,
  'bytes that are not UTF-8': new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
  'deeply nested lists': '['.repeat(30_000),
  'a huge object': JSON.stringify({ upload_id: ID, more: 'x'.repeat(200_000) }),
  'an endless body': new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(' '.repeat(10_000))),
  }),
  'a body that breaks off': new ReadableStream({
    start: (controller) => controller.error(new Error('broken')),
  }),
}
const wrong = [null, true, 7, 'x', '', [], [ID], {}, `${ID}\n`, ` ${ID}`, `${ID}\0`, '1'.repeat(36)]
for (const value of wrong) {
  bodies[`the upload_id ${JSON.stringify(value)}`] = JSON.stringify({ upload_id: value })
  bodies[`the profile_id ${JSON.stringify(value)}`] = JSON.stringify({
    ...{ upload_id: ID, profile_id: value },
  })
  bodies[`the purpose ${JSON.stringify(value)}`] = JSON.stringify({ upload_id: ID, purpose: value })
}
bodies['the purpose of an object'] = `{"upload_id": "${ID}", "purpose": "toString"}`

for (const [name, body] of Object.entries(bodies)) {
  Deno.test(`${name} is refused as invalid input`, async () => {
    const { status, answer, calls } = await post(body)
    equal(
      [status, answer.code, typeof answer.message, typeof answer.hint],
      [...[400, 'invalid_input', 'string', 'string']],
    )
    equal([Object.keys(answer), calls], [['code', 'message', 'hint'], []])
  })
}

Deno.test('a body of another content type is refused', async () => {
  const body = JSON.stringify({ upload_id: ID })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/html; json', 'x']) {
    equal((await post(body, type)).answer.code, 'invalid_input')
  }
})

Deno.test('a valid body is accepted', async () => {
  const accepted = [
    ...[{ upload_id: ID }, { upload_id: ID.toUpperCase() }, { upload_id: ID, purpose: 'avatar' }],
    ...[
      { upload_id: ID, profile_id: ID },
      { upload_id: ID, more: [1] },
    ],
  ]
  for (const body of accepted) {
    const { calls } = await post(JSON.stringify(body), 'application/json; charset=utf-8')
    equal(calls, ['profile_id' in body ? 'begin_ingest_for' : 'begin_ingest'])
  }
})
