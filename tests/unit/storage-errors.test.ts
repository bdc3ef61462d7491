import { StorageApiError } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
// Makes the texts of all errors known, as in an app after its first error.
import '../../src/sdk/errors.ts'
import { fromStorage, fromStorageAnswer } from '../../src/sdk/storage-errors.ts'

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

  it.each([
    [413, '<html>Too large</html>', 'file_too_large'],
    [502, '', 'network'],
    [403, 'null', 'forbidden'],
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
