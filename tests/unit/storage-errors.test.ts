import { createClient, StorageApiError } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
// Makes the texts of all errors known, as in an app after its first error.
import '../../src/sdk/errors.ts'
import { fromStorage, fromStorageAnswer } from '../../src/sdk/storage-errors.ts'

const ALGORITHM = '"alg" (Algorithm) Header Parameter value not allowed'
const POLICY = 'new row violates row-level security policy'
const TOO_LARGE = 'The object exceeded the maximum allowed size'
const UNKNOWN_TYPE = 'mime type application/jwt is not supported'

/** Uploads with storage-js, and converts the error that storage-js makes of an answer. */
async function throughStorageJs(body: string, status: number) {
  const fetch = async () => new Response(body, { status })
  const { storage } = createClient('http://localhost', 'key', { global: { fetch } })
  const { error } = await storage.from('social-uploads').upload('a/b.jpg', new Blob(['x']))
  return fromStorage(error)
}

describe('an error of Supabase Storage', () => {
  it.each([
    ['413', 'The object exceeded the maximum allowed size', 'file_too_large'],
    ['415', 'mime type text/plain is not supported', 'file_type_invalid'],
    ['403', 'new row violates row-level security policy', 'forbidden'],
    ['403', '"exp" claim timestamp check failed', 'not_signed_in'],
    ['403', 'jwt expired', 'not_signed_in'],
    ['404', 'Bucket not found', 'not_installed'],
    ['400', 'body/expiresIn must be >= 1', 'invalid_input'],
    ['429', 'Too many requests', 'rate_limited'],
    ['500', 'Internal error', 'unknown'],
  ])(
    'with the status %s in its body and the message "%s" becomes the SDK code %s, even if the HTTP status is 400',
    (statusCode, message, expected) => {
      expect(fromStorage(new StorageApiError(message, 400, statusCode)).code).toBe(expected)
      const body = JSON.stringify({ statusCode, error: 'some', message })
      expect(fromStorageAnswer(body, 400).code).toBe(expected)
    },
  )

  // The answers of Storage 1.70.6. It answers every error with the HTTP status 400.
  it.each([
    ['403', 'Unauthorized', 'AccessDenied', 'signature verification failed', 'not_signed_in'],
    ['403', 'Unauthorized', 'AccessDenied', 'Invalid Compact JWS', 'not_signed_in'],
    ['403', 'Unauthorized', 'AccessDenied', ALGORITHM, 'not_signed_in'],
    ['403', 'Unauthorized', 'AccessDenied', '"nbf" claim timestamp check failed', 'not_signed_in'],
    ['403', 'Unauthorized', 'AccessDenied', POLICY, 'forbidden'],
    ['400', 'InvalidJWT', 'InvalidJWT', 'signature verification failed', 'not_signed_in'],
    ['400', 'InvalidJWT', 'InvalidJWT', '"exp" claim timestamp check failed', 'not_signed_in'],
    ['400', 'InvalidSignature', 'InvalidSignature', 'Invalid signature', 'not_signed_in'],
    ['400', 'InvalidKey', 'InvalidKey', 'Invalid key: a/jwt "exp" claim', 'invalid_input'],
    ['413', 'Payload too large', 'EntityTooLarge', TOO_LARGE, 'file_too_large'],
    ['415', 'invalid_mime_type', 'InvalidMimeType', UNKNOWN_TYPE, 'file_type_invalid'],
    ['404', 'not_found', 'NoSuchKey', 'Object not found', 'unknown'],
    ['404', 'Bucket not found', 'NoSuchBucket', 'Bucket not found', 'not_installed'],
  ])(
    'with the status %s, the error %s and the code %s says "%s" and becomes %s',
    async (...answer) => {
      const [statusCode, error, code, message, expected] = answer
      const body = JSON.stringify({ statusCode, error, message, code })
      expect(fromStorageAnswer(body, 400).code).toBe(expected)
      expect((await throughStorageJs(body, 400)).code).toBe(expected)
    },
  )

  it.each([
    [413, '<html>Too large</html>', 'file_too_large'],
    [413, '{"message":"Request body is too large"}', 'file_too_large'],
    [415, '{"message":"Unsupported Media Type"}', 'file_type_invalid'],
    [502, '', 'network'],
    [403, 'null', 'forbidden'],
    [403, 'new row violates row-level security policy', 'forbidden'],
    [403, 'signature verification failed', 'not_signed_in'],
  ])(
    'from a gateway with the HTTP status %s and the body %j becomes the SDK code %s',
    (status, text, expected) => {
      expect(fromStorageAnswer(text, status).code).toBe(expected)
    },
  )

  it('becomes the SDK code network if there is no response', () => {
    const error = Object.assign(new Error('fetch failed'), {
      __isStorageError: true,
      originalError: new TypeError('fetch failed'),
    })
    expect(fromStorage(error).code).toBe('network')
  })
})
