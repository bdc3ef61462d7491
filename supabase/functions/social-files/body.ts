/** The maximum size of a body, in bytes. A body is an object with a few short fields. */
const MAX_BYTES = 65_536

/** Says for each field of a body whether a value is valid. A missing field has the value undefined. */
export type Fields = Record<string, (value: unknown) => boolean>

/** The error of a request whose body is invalid. Answer it with status 400 and `toJSON()`. */
export class InvalidBody extends Error {
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }

  toJSON() {
    return { code: 'invalid_input', message: this.message, hint: this.hint }
  }
}

/**
 * Reads the JSON object in the body of a request, and checks its fields. Returns an empty object if
 * the request has no body and all fields may be missing. Throws an `InvalidBody` for every other
 * body. The hint says which body the function accepts.
 *
 * Each edge function has its own copy of this file, because each function folder is deployed alone.
 */
export async function readBody(
  request: Request,
  fields: Fields,
  hint: string,
): Promise<Record<string, unknown>> {
  const text = await readText(request)
  if (text === undefined) throw new InvalidBody('The body is too large, or cannot be read.', hint)
  const body = text === '' ? {} : parse(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidBody('The body is not a JSON object.', hint)
  }
  const values = Object.fromEntries(Object.entries(body))
  for (const [name, isValid] of Object.entries(fields)) {
    if (!isValid(values[name])) throw new InvalidBody(`The field ${name} is not valid.`, hint)
  }
  // A browser sends other content types to another origin without asking the server first. A
  // function without fields ignores its body, so a schedule may send any content type.
  const type = request.headers.get('content-type') ?? ''
  if (
    text !== '' &&
    Object.keys(fields).length > 0 &&
    !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)
  ) {
    throw new InvalidBody('The content type is not application/json.', hint)
  }
  return values
}

/** Returns the text of the body, or undefined if the body is too large, not UTF-8 or incomplete. */
async function readText(request: Request): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let [text, bytes] = ['', 0]
  const reader = request.body?.getReader()
  try {
    for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
      bytes += next.value.length
      if (bytes > MAX_BYTES) return undefined
      text += decoder.decode(next.value, { stream: true })
    }
    return text + decoder.decode()
  } catch {
    return undefined
  } finally {
    reader?.cancel().catch(() => {})
  }
}

/** Returns undefined for malformed JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Accepts a UUID. */
export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
