import { invalid } from './errors.ts'

/** Reads one field of a body, or throws what is wrong with it. */
type Read<T> = (value: unknown, name: string) => T

type Shape = Record<string, Read<unknown>>
type Fields<S extends Shape> = { [Name in keyof S]: ReturnType<S[Name]> | undefined }

/**
 * Reads the fields of a body as the schemas of the real server do: a number may be sent as a text,
 * and one value in place of a list.
 */
export function readFields<S extends Shape, Needed extends keyof S & string>(
  body: unknown,
  shape: S,
  needed: Needed[],
  where = 'body',
): Fields<S> & { [Name in Needed]: ReturnType<S[Name]> } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid(`${where} must be object`)
  }
  const given = body as Record<string, unknown>
  const missing = needed.find((name) => given[name] === undefined)
  if (missing) throw invalid(`${where} must have required property '${missing}'`)
  const entries = Object.entries(shape).map(([name, read]) => {
    const value = given[name]
    return [name, value === undefined ? undefined : read(value, `${where}/${name}`)]
  })
  return Object.fromEntries(entries)
}

export const text: Read<string> = (value, name) => {
  if (typeof value === 'object' && value !== null) throw invalid(`${name} must be string`)
  return value === null ? '' : String(value)
}

export const truth: Read<boolean> = (value, name) => {
  if ([true, 'true', 1].some((one) => one === value)) return true
  if ([false, 'false', 0, null].some((one) => one === value)) return false
  throw invalid(`${name} must be boolean`)
}

export const integer =
  (least: number): Read<number> =>
  (value, name) => {
    const isNumber = typeof value === 'string' ? value.trim() !== '' : typeof value !== 'object'
    const number = value === null ? 0 : isNumber ? Number(value) : Number.NaN
    if (!Number.isInteger(number)) throw invalid(`${name} must be integer`)
    if (number < least) throw invalid(`${name} must be >= ${least}`)
    return number
  }

export const texts =
  (least: number, most: number): Read<string[]> =>
  (value, name) => {
    const list = Array.isArray(value) ? value : [value]
    if (list.length < least) throw invalid(`${name} must NOT have fewer than ${least} items`)
    if (list.length > most) throw invalid(`${name} must NOT have more than ${most} items`)
    return list.map((item, index) => text(item, `${name}/${index}`))
  }

export const oneOf =
  <T extends string>(...allowed: T[]): Read<T> =>
  (value, name) => {
    const found = allowed.find((one) => one === value)
    if (found === undefined) throw invalid(`${name} must be equal to one of the allowed values`)
    return found
  }

/** Any value, also null. */
export const any: Read<unknown> = (value) => value
