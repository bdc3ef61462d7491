import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Answer, Attacker, AttackStack } from './attack-stack.ts'
import { JPEG } from './targets.ts'

const STORAGE = '/storage/v1'

/**
 * Attacks on raw uploads: reading them in every way, also by the person who uploaded them, storing
 * files without the quota, and storing other types of files.
 */
export async function rawUploads(stack: AttackStack): Promise<Attack[]> {
  const { otto, mallory } = stack.people as Record<string, Attacker>
  const [theirs, own] = [await put(stack, otto as Attacker), await put(stack, mallory as Attacker)]
  // The bucket accepts every declared type.
  const pages = [
    await put(stack, otto as Attacker, PAGE),
    await put(stack, mallory as Attacker, PAGE),
  ]
  const readers = [undefined, mallory, otto, stack.people.fred, stack.people.luna].flatMap((as) =>
    [theirs, own, ...pages].flatMap((path) => reading(path, as)),
  )
  return [...readers, ...bypasses(mallory as Attacker), ...types(mallory as Attacker, own)]
}

interface RawFile {
  type: string
  body: string | Uint8Array
}

const PICTURE: RawFile = { type: 'image/jpeg', body: JPEG }
const PAGE: RawFile = { type: 'text/html', body: '<script>alert(1)</script>' }

/** Uploads a file, and returns its path. */
async function put({ ask }: AttackStack, as: Attacker, file = PICTURE): Promise<string> {
  const path = `${as.id}/${randomUUID()}.JPG`
  const headers = { 'content-type': file.type }
  const to = `${STORAGE}/object/social-uploads/${path}`
  const answer = await ask({ as, method: 'POST', path: to, headers, body: file.body })
  if (answer.status !== 200) throw new Error(`${to}: ${answer.status} ${answer.text}`)
  return path
}

function reading(path: string, as: Attacker | undefined): Attack[] {
  const file = `social-uploads/${path}`
  const whose = `the raw upload of ${path.startsWith(`${as?.id}/`) ? 'oneself' : 'a person'}`
  const attack = (method: string, way: string, body?: object): Attack => ({
    ...{ name: `${method} ${way.split('social-uploads')[0]} ${whose} as ${as?.name ?? 'nobody'}` },
    ...{ method, path: STORAGE + way, as, expects: 'harmless', holds: (it) => shown(it, path) },
    ...(body && { body }),
  })
  const target = { bucketId: 'social-uploads', sourceKey: path }
  const goals = ['social-uploads', 'social-media', 'social-avatars'].flatMap((destinationBucket) =>
    [`${as?.id}/${randomUUID()}.jpg`, `${randomUUID()}.jpg`, path].map((destinationKey) => ({
      ...{ ...target, destinationBucket, destinationKey },
    })),
  )
  return [
    ...['object', 'object/authenticated', 'object/public', 'object/info', 'object/info/public'].map(
      (kind) => attack('GET', `/${kind}/${file}`),
    ),
    ...['render/image/authenticated', 'render/image/public'].map((kind) =>
      attack('GET', `/${kind}/${file}?width=10`),
    ),
    ...['object', 'object/authenticated', 'object/info'].map((kind) =>
      attack('HEAD', `/${kind}/${file}`),
    ),
    ...[1, 60, 1e9].map((expiresIn) => attack('POST', `/object/sign/${file}`, { expiresIn })),
    attack('POST', '/object/sign/social-uploads', { expiresIn: 60, paths: [path] }),
    ...['', String(as?.id), `${path.split('/')[0]}/`].flatMap((prefix) => [
      attack('POST', '/object/list/social-uploads', { prefix, limit: 100, offset: 0 }),
      attack('POST', '/object/list-v2/social-uploads', { prefix, with_delimiter: false }),
    ]),
    ...goals.flatMap((goal) =>
      ['move', 'copy'].map((way) => attack('POST', `/object/${way}`, goal)),
    ),
    ...['', '?list-type=2', `/${path}`].map((rest) => attack('GET', `/s3/social-uploads${rest}`)),
    attack('DELETE', '/object/social-uploads', { prefixes: [path] }),
    attack('DELETE', `/object/${file}`),
  ]
}

/** Returns what an answer reveals about a raw file, or undefined if it reveals nothing. */
function shown({ status, text, headers }: Answer, path: string): string | undefined {
  if (/^(image\/|text\/html)/.test(headers.get('content-type') ?? '')) return 'it serves the file'
  if (/token=/.test(text)) return `it signs the file: ${text.slice(0, 99)}`
  const isList = text.startsWith('[')
  if (isList && JSON.parse(text).some(({ error }: { error?: unknown }) => !error)) {
    return `it lists ${text.slice(0, 99)}`
  }
  const isDone = status < 300 && !isList && !isEmptyFolder(text)
  return isDone ? `it answers ${status} ${text.slice(0, 99)} about ${path}` : undefined
}

/** Ways to store bytes without the check of the quota, or over another file. */
function bypasses(as: Attacker): Attack[] {
  const fresh = () => `${as.id}/${randomUUID()}.jpg`
  const attack = (method: string, way: string, headers = {}, body: unknown = JPEG): Attack => ({
    ...{ name: `${method} ${way.split(String(as.id))[0]} ${JSON.stringify(headers)}`, method, as },
    ...{ path: STORAGE + way, headers, body, expects: 'refused' },
  })
  const jpeg = { 'content-type': 'image/jpeg' }
  const name = (path: string) => Buffer.from(path).toString('base64')
  return [
    ...[{}, { 'x-upsert': 'true' }].map((headers) =>
      attack('POST', `/object/upload/sign/social-uploads/${fresh()}`, headers, {}),
    ),
    attack('PUT', `/object/upload/sign/social-uploads/${fresh()}?token=x`, jpeg),
    attack('PUT', `/object/social-uploads/${fresh()}`, jpeg),
    attack('POST', `/object/social-uploads/${fresh()}`, { ...jpeg, 'x-upsert': 'true' }),
    ...['/upload/resumable', '/upload/resumable/sign'].map((way) =>
      attack('POST', way, {
        ...{ 'tus-resumable': '1.0.0', 'upload-length': '9', 'x-signature': 'x' },
        'upload-metadata': `bucketName ${name('social-uploads')},objectName ${name(fresh())}`,
      }),
    ),
    attack('PUT', `/s3/social-uploads/${fresh()}`, jpeg),
    attack('POST', `/s3/social-uploads/${fresh()}?uploads`, jpeg, ''),
  ]
}

/** Uploads of other types, and a second file with the id of a waiting file. */
function types(as: Attacker, stored: string): Attack[] {
  const id = stored.slice(37, 73)
  const names = [
    ...['svg', 'html', 'htm', 'js', 'exe', 'php', 'zip', 'jpgx', 'jp', 'jpg.exe', 'jpg%2fx'],
    ...[
      'jpg%20',
      'jpg%0a',
      'jpg%00',
      'j%70g%E2%80%AE',
      '%ef%bd%8apg',
      '.jpg',
      'JPEG2',
      '%6apg.svg',
    ],
  ].map((ending) => `${randomUUID()}.${ending}`)
  const seconds = ['jpg', 'Jpg', 'jpeg', 'png', 'mp4', 'webp', 'gif'].map((end) => `${id}.${end}`)
  return [...names, ...seconds, `${id.toUpperCase()}.jpg`].map((name) => ({
    ...{ name: `upload the file ${name}`, method: 'POST', as, expects: 'refused', body: JPEG },
    path: `${STORAGE}/object/social-uploads/${as.id}/${name}`,
    headers: { 'content-type': 'image/jpeg' },
  }))
}

/** Returns whether an answer is the second version of a list, without a file. */
function isEmptyFolder(text: string): boolean {
  if (!text.startsWith('{')) return false
  const { folders, objects } = JSON.parse(text)
  return folders?.length === 0 && objects?.length === 0
}
