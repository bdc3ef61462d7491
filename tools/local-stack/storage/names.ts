import { StorageError } from './errors.ts'

const KEY = /^[\w/!.*'() &$=@;:+,?-]+$/
const BUCKET = /^[\w!.*'() &$=@;:+,?-]{1,100}$/

/** Refuses the name of a file with a character that is not safe in S3. */
export function checkKey(name: string): void {
  if (!KEY.test(name)) throw new StorageError('InvalidKey', { message: `Invalid key: ${name}` })
}

export function checkBucketName(name: string): void {
  if (!BUCKET.test(name) || name.trim() !== name) throw new StorageError('InvalidBucketName')
}
