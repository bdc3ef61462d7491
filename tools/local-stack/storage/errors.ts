import postgres from 'postgres'

/** Codes of errors with their status, their sentence and, if it is no code, their old name. */
const KNOWN = {
  AccessDenied: [403, 'Access denied', 'Unauthorized'],
  BucketAlreadyExists: [409, 'The resource already exists', 'Duplicate'],
  DatabaseError: [500, 'The database failed'],
  DatabaseTimeout: [544, 'The connection to the database timed out'],
  EntityTooLarge: [413, 'The object exceeded the maximum allowed size', 'Payload too large'],
  InternalError: [500, 'Internal Server Error', 'Internal'],
  InvalidBucketName: [400, 'Bucket name invalid', 'Invalid Input'],
  InvalidJWT: [400, 'Invalid JWT'],
  InvalidKey: [400, 'Invalid key'],
  InvalidMimeType: [415, 'Invalid Content-Type header', 'invalid_mime_type'],
  InvalidParameter: [400, 'Invalid Parameter'],
  InvalidRange: [416, 'invalid range provided', 'invalid_range'],
  InvalidRequest: [400, 'Invalid Request'],
  InvalidSignature: [400, 'Invalid signature'],
  InvalidUploadId: [400, 'Invalid upload id'],
  KeyAlreadyExists: [409, 'The resource already exists', 'Duplicate'],
  NoSuchBucket: [404, 'Bucket not found', 'Bucket not found'],
  NoSuchKey: [404, 'Object not found', 'not_found'],
  ResourceAlreadyExists: [409, 'The resource already exists', 'Duplicate'],
  ResourceLocked: [423, 'The resource is locked'],
  ResourceNotEmpty: [409, 'The bucket you tried to delete is not empty'],
} satisfies Record<string, [status: number, message: string, error?: string]>

interface Changes {
  message?: string
  /** The old name of the error, which old clients read. */
  error?: string
  /** The status in the body. */
  inBody?: number
  /** The HTTP status, where it is not 400 or 500. */
  status?: number
}

/** A refusal of Storage. Nearly every HTTP status is 400. The body contains the actual status. */
export class StorageError extends Error {
  readonly inBody: number
  readonly status: number
  readonly error: string

  constructor(
    readonly code: keyof typeof KNOWN,
    changes: Changes = {},
  ) {
    const [known, message, error = code] = KNOWN[code]
    super(changes.message ?? message)
    this.inBody = changes.inBody ?? known
    this.error = changes.error ?? error
    this.status = changes.status ?? (this.inBody === 500 ? 500 : 400)
  }

  answer(): Response {
    const { code, error, message, inBody, status } = this
    return json({ statusCode: String(inBody), error, message, code }, status)
  }
}

/** Refuses a request whose fields are wrong, as a schema of the real server does. */
export function invalid(message: string): StorageError {
  return new StorageError('InvalidRequest', { message, error: 'Error' })
}

/** Answers with JSON, as the real server writes it. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const type = 'application/json; charset=utf-8'
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...headers },
  })
}

/** Turns whatever was thrown into an error of Storage, and prints what nobody expected. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  if (error instanceof postgres.PostgresError) return ofDatabase(error)
  console.error('Storage error:', error)
  return new StorageError('InternalError')
}

function ofDatabase({ code, message, detail = '' }: postgres.PostgresError): StorageError {
  switch (code) {
    case '42501':
      return new StorageError('AccessDenied', {
        message: message.includes('row-level security')
          ? 'new row violates row-level security policy'
          : message,
      })
    case '23505':
      return new StorageError('ResourceAlreadyExists')
    case '23503':
      return new StorageError('InvalidRequest', {
        inBody: detail.includes('is still referenced') ? 409 : 404,
        message: 'The related resource does not exist',
      })
    case '55P03':
      return new StorageError('ResourceLocked')
    case '57014':
      return new StorageError('DatabaseTimeout', { status: 544 })
    case '22P02':
      return new StorageError('InvalidParameter', { message })
    default:
      return new StorageError('DatabaseError', { message: `database error, code: ${code}` })
  }
}
