import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** The content types of the files that a build writes. */
const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** The compressed copies that `npm run build:app` writes beside a file, the best first. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
]

/** Whether the last part of a path ends as a file of a build does, such as `.js`. */
export function hasFileEnding(path: string): boolean {
  return extname(path) in TYPES
}

/**
 * Answers a request with a file of the folder, or with undefined if the folder has no such file. A
 * path never leads out of the folder, and never to a compressed copy.
 */
export async function answerFile(
  folder: string,
  path: string,
  request: Request,
): Promise<Response | undefined> {
  const file = fileOf(folder, path)
  if (!file || !(await isFile(file))) return undefined
  const type = TYPES[extname(file)] as string
  // Vite puts files with a hash of their content into the folder assets.
  const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  for (const { name, ending } of ENCODINGS) {
    if (!accepts(request, name) || !(await isFile(file + ending))) continue
    const headers = { 'content-encoding': name }
    return answerBytes(request, await readFile(file + ending), { type, caching, headers })
  }
  return answerBytes(request, await readFile(file), { type, caching })
}

/** Compresses what no build could compress, if the caller reads that. */
export async function compress(
  request: Request,
  bytes: Buffer,
): Promise<{ bytes: Buffer; headers: Record<string, string> }> {
  const name = ENCODINGS.find(({ name }) => accepts(request, name))?.name
  if (!name) return { bytes, headers: {} }
  // The fastest qualities that still make a page a third of its size.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 }
  const made =
    name === 'br'
      ? await promisify(brotliCompress)(bytes, { params })
      : await promisify(gzip)(bytes)
  return { bytes: made, headers: { 'content-encoding': name } }
}

/** Answers with bytes, or with 304 if the caller has these bytes already. */
export function answerBytes(
  request: Request,
  bytes: Buffer,
  { type, caching, headers }: { type: string; caching: string; headers?: Record<string, string> },
): Response {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const common = {
    ...{ etag, 'cache-control': caching, vary: 'accept-encoding' },
    'x-content-type-options': 'nosniff',
    ...headers,
  }
  const known =
    request.headers
      .get('if-none-match')
      ?.split(',')
      .map((tag) => tag.trim()) ?? []
  if (known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)) {
    return new Response(null, { status: 304, headers: common })
  }
  return new Response(new Uint8Array(bytes), {
    headers: { ...common, 'content-type': type, 'content-length': String(bytes.length) },
  })
}

function fileOf(folder: string, path: string): string | undefined {
  const name = decodeURIComponent(path)
  if (name.includes('\0') || name.includes('\\') || !hasFileEnding(name)) return undefined
  const file = resolve(folder, `.${name}`)
  return file.startsWith(resolve(folder) + sep) ? file : undefined
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
}

function accepts(request: Request, encoding: string): boolean {
  const offers = request.headers.get('accept-encoding')?.split(',') ?? []
  return offers.some((offer) => {
    const [name = '', quality = ''] = offer.split(';').map((part) => part.trim().toLowerCase())
    return name === encoding && !/^q=0(\.0*)?$/.test(quality)
  })
}
