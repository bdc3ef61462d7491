/** A message of the protocol, in the form that both serializers share. */
export interface Message {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: unknown
}

/** A broadcast, whose payload the server passes on without reading it. */
export interface Broadcast {
  /** The topic with the prefix `realtime:`. */
  topic: string
  event: string
  /** Whether the payload is JSON. Other payloads are bytes. */
  isJson: boolean
  payload: Buffer
  /** JSON, or an empty text. */
  metadata: string
}

export type Frame = string | Buffer

/** The encoding that a client chose by the parameter `vsn`. */
export interface Serializer {
  /** Returns undefined if the frame is malformed. */
  decode(frame: Buffer, isBinary: boolean): Message | undefined
  encode(message: Message): Frame
  /** Returns undefined if clients with this encoding do not get the broadcast. */
  encodeBroadcast(broadcast: Broadcast): Frame | undefined
}

/** The payload of a message that arrived as a binary broadcast. */
export class BinaryPush {
  constructor(
    readonly event: string,
    readonly isJson: boolean,
    readonly payload: Buffer,
    readonly metadata: string,
  ) {}
}

const PUSH = 3
const BROADCAST = 4
const JSON_ENCODING = 1

/** Version 1.0.0: objects of JSON. */
const text: Serializer = {
  decode(frame, isBinary) {
    if (isBinary) return undefined
    const value = parse(frame)
    if (typeof value !== 'object' || value === null) return undefined
    const { topic, event, payload, ref, join_ref } = value as Record<string, unknown>
    return checked(join_ref, ref, topic, event, payload)
  },
  encode: ({ joinRef, ref, topic, event, payload }) =>
    JSON.stringify({ topic, event, payload, ref, join_ref: joinRef }),
  encodeBroadcast({ topic, event, isJson, payload, metadata }) {
    if (!isJson) return undefined
    const meta = metadata ? `,"meta":${metadata}` : ''
    const content = `{"type":"broadcast","event":${JSON.stringify(event)},"payload":${payload}${meta}}`
    return `{"topic":${JSON.stringify(topic)},"event":"broadcast","payload":${content},"ref":null,"join_ref":null}`
  },
}

/** Version 2.0.0: arrays of JSON, and binary frames for broadcasts. */
const binary: Serializer = {
  decode(frame, isBinary) {
    if (isBinary) return decodePush(frame)
    const value = parse(frame)
    if (!Array.isArray(value) || value.length !== 5) return undefined
    const [joinRef, ref, topic, event, payload] = value
    return checked(joinRef, ref, topic, event, payload)
  },
  encode: ({ joinRef, ref, topic, event, payload }) =>
    JSON.stringify([joinRef, ref, topic, event, payload]),
  encodeBroadcast({ topic, event, isJson, payload, metadata }) {
    const parts = [topic, event, metadata].map((part) => Buffer.from(part))
    // The header has one byte for each length, so hosted Realtime loses a longer name as well.
    if (parts.some(({ length }) => length > 255)) return undefined
    const lengths = parts.map(({ length }) => length)
    const header = Buffer.from([BROADCAST, ...lengths, isJson ? JSON_ENCODING : 0])
    return Buffer.concat([header, ...parts, payload])
  },
}

const SERIALIZERS: Record<string, Serializer> = { '1.0.0': text, '2.0.0': binary }

/** Returns undefined if the server does not speak this version. */
export function serializerOf(version: string): Serializer | undefined {
  return Object.hasOwn(SERIALIZERS, version) ? SERIALIZERS[version] : undefined
}

function decodePush(frame: Buffer): Message | undefined {
  const [kind, ...rest] = frame.subarray(0, 7)
  const [encoding, lengths] = [rest[5], rest.slice(0, 5)]
  const end = lengths.reduce((sum, length) => sum + length, 7)
  if (kind !== PUSH || encoding === undefined || end > frame.length) return undefined
  let at = 7
  const [joinRef, ref, topic, event, metadata] = lengths.map((length) => {
    at += length
    return frame.toString('utf8', at - length, at)
  })
  if (!topic || event === undefined) return undefined
  const isJson = encoding === JSON_ENCODING
  const payload = new BinaryPush(event, isJson, frame.subarray(end), metadata ?? '')
  return { joinRef: joinRef || null, ref: ref || null, topic, event: 'broadcast', payload }
}

function checked(
  joinRef: unknown,
  ref: unknown,
  topic: unknown,
  event: unknown,
  payload: unknown,
): Message | undefined {
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined
  return { joinRef: refOf(joinRef), ref: refOf(ref), topic, event, payload }
}

function refOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

function parse(frame: Buffer): unknown {
  try {
    return JSON.parse(frame.toString())
  } catch {
    return undefined
  }
}
