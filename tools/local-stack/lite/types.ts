import type postgres from 'postgres'

/**
 * Converts values between JavaScript and Postgres. Defects of @supabase/lite 0.10.0: lite encodes
 * jsonb twice, and returns times without `T` and some numerics as text. Defects of postgres.js: a
 * null inside an array is returned as the text "null". A boolean that is passed as text is sent as
 * false. The keys below differ from the keys of lite. If both used the same key, lite's type would
 * replace our type.
 */
export const TYPES: Record<string, postgres.PostgresType> = {
  jsonText: {
    to: 114,
    from: [114, 3802],
    serialize: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: JSON.parse,
  },
  isoTime: {
    to: 1184,
    from: [1184],
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parse: (text) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
  },
  plainTime: {
    to: 1114,
    from: [1114],
    serialize: (value) => value,
    parse: (text) => text.replace(' ', 'T'),
  },
  truth: {
    to: 16,
    from: [16],
    serialize: (value) => (typeof value === 'boolean' ? (value ? 't' : 'f') : value),
    parse: (text) => text === 't',
  },
  number: { to: 1700, from: [1700], serialize: String, parse: Number },
  texts: { to: 1009, from: [1009], serialize: asArrayLiteral, parse: parseTextArray },
}

function asArrayLiteral(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const elements = value.map((element) =>
    element === null ? 'null' : `"${String(element).replace(/["\\]/g, '\\$&')}"`,
  )
  return `{${elements.join(',')}}`
}

/** Parses the text of a one-dimensional array. */
export function parseTextArray(literal: string): (string | null)[] {
  const elements = literal.matchAll(/[{,](?:"((?:[^"\\]|\\.)*)"|([^{},"]+))(?=[,}])/gs)
  return [...elements].map(([, quoted, bare]) =>
    quoted !== undefined
      ? quoted.replace(/\\(.)/gs, '$1')
      : bare === 'NULL'
        ? null
        : (bare ?? null),
  )
}
