import type { Hub } from './hub.ts'
import { objectOf } from './join-config.ts'
import { PREFIX } from './options.ts'
import { Refusal } from './refusal.ts'
import { type Claims, type Keys, tokenOfKey } from './token.ts'

/**
 * Sends the messages of a request to `/realtime/v1/api/broadcast`. The answer is 202 even if a
 * policy refused a private message, as on a hosted project.
 */
export async function answerBroadcast(
  request: Request,
  body: Buffer,
  hub: Hub,
  keys: Keys,
): Promise<Response> {
  const messages = readMessages(body)
  if (!messages) return Response.json({ errors: { messages: ['is invalid'] } }, { status: 422 })
  try {
    const claims = hub.readToken(tokenOf(request, keys))
    for (const message of messages) await broadcast(hub, claims, message)
    return new Response(null, { status: 202 })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return Response.json({ message: error.message }, { status: 401 })
  }
}

/** The token of a person counts before the API key. */
function tokenOf({ headers }: Request, keys: Keys): string {
  const bearer = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1]
  return tokenOfKey(bearer ?? headers.get('apikey') ?? '', keys)
}

interface HttpMessage {
  topic: string
  event: string
  payload: unknown
  isPrivate: boolean
}

async function broadcast(hub: Hub, claims: Claims, message: HttpMessage): Promise<void> {
  const { topic, isPrivate, event, payload } = message
  const asking = { topic, claims, headers: {} }
  if (isPrivate && !(await hub.permissions.isWritable(asking, 'broadcast'))) return
  const content = { type: 'broadcast', event, payload }
  hub.send(topic, isPrivate, (serializer) =>
    serializer.encode({
      ...{ joinRef: null, ref: null, topic: PREFIX + topic, event: 'broadcast' },
      payload: content,
    }),
  )
}

function readMessages(body: Buffer): HttpMessage[] | undefined {
  const { messages } = objectOf(parse(body))
  if (!Array.isArray(messages)) return undefined
  const read = messages
    .map(objectOf)
    .flatMap(({ topic, event, payload, private: isPrivate }) =>
      typeof topic === 'string' && typeof event === 'string' && typeof payload === 'object'
        ? { topic, event, payload, isPrivate: isPrivate === true }
        : [],
    )
  return read.length === messages.length ? read : undefined
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
