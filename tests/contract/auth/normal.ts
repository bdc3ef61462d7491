/**
 * Replaces the values that differ at every run by their kind, and each access token by its claims,
 * so that two answers can be compared.
 */
export function normalize(value: unknown, key = ''): unknown {
  if (value instanceof Date) return '<time>'
  if (Array.isArray(value)) return value.map((item) => normalize(item, key))
  if (typeof value === 'object' && value !== null) {
    // The server notes an error_id in its log.
    const named = Object.entries(value).filter(([name]) => name !== 'error_id')
    const entries = named.sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(entries.map(([name, item]) => [name, normalizeField(name, item)]))
  }
  return typeof value === 'string' ? normalizeText(value) : value
}

function normalizeField(name: string, value: unknown): unknown {
  if (typeof value === 'number' && /^(expires_at|exp|iat|timestamp)$/.test(name)) return '<seconds>'
  // Two methods of one second have no order.
  if (name === 'amr' && Array.isArray(value)) return value.map(normalizeMethod).sort()
  if (typeof value !== 'string') return normalize(value, name)
  // Sentences may change with every release of the server. Codes may not.
  if (/^(msg|message|error_description)$/.test(name)) return '<sentence>'
  if (/^(email_otp|code|token)$/.test(name) && /^\d{6}$/.test(value)) return '<code>'
  if (/^(refresh_token|token)$/.test(name) && /^[\w-]{12,}$/.test(value)) return '<token>'
  if (/^(secret|qr_code|uri)$/.test(name)) return `<${name}>`
  return normalizeText(value)
}

function normalizeMethod(method: { method?: string }): string {
  return method.method ?? 'none'
}

function normalizeText(text: string): string | object {
  const claims = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(text)?.[1]
  if (claims && text.startsWith('eyJ')) {
    return { claims: normalize(JSON.parse(Buffer.from(claims, 'base64url').toString())) }
  }
  return text
    .replace(/http:\/\/127\.0\.0\.1:(?!3000)\d+/g, '<origin>')
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<access token>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?/g, '<time>')
    .replace(/\$2[aby]\$\d\d\$[./\w]{53}/g, '<password hash>')
    .replace(/(pkce_)?[0-9a-f]{40,64}(?![0-9a-f])/g, (_, prefix = '') => `<${prefix}hash>`)
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')
}

/** Describes where an answer leads to: the page, and the parameters that it gets. */
export function normalizeLocation(location: string): unknown {
  const [page = '', text = ''] = location.split(/[#?](.*)/s)
  const parameters = Object.fromEntries(new URLSearchParams(text))
  // The parameter sb only marks that the link comes from Auth.
  delete parameters.sb
  for (const name of ['access_token', 'refresh_token', 'expires_at', 'error_description']) {
    if (parameters[name]) parameters[name] = `<${name}>`
  }
  const separator = location.includes('#') ? '#' : '?'
  return { page: normalizeText(page), [separator]: normalize(parameters) }
}
