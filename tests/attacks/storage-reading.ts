import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Answer, AttackStack } from './attack-stack.ts'

/** Attacks on Storage: requests that list buckets or read other people's files. */
export function storageReading(stack: AttackStack): Attack[] {
  return [...listings(stack), ...downloads(stack)]
}

const STORAGE = '/storage/v1'

/** The entries of a list, or the files and folders of list-v2. */
function entries(text: string): { name: string }[] {
  const list = JSON.parse(text)
  return Array.isArray(list) ? list : [...list.folders, ...list.objects]
}

function listings({ people, ids }: AttackStack): Attack[] {
  return [undefined, people.mallory, people.xaver].flatMap((as) => {
    // A person may list their own folder.
    const isOwn = ({ status, text }: Answer) =>
      status !== 200 || entries(text).every(({ name }) => name === as?.id || name === `${as?.id}/`)
        ? undefined
        : `it lists ${text.slice(0, 99)}`
    const attack = (method: string, path: string, body?: unknown): Attack => ({
      ...{ name: `${method} ${path.slice(0, 60)} as ${as?.name ?? 'nobody'}`, method, as },
      ...{ path: STORAGE + path, expects: 'harmless', holds: isOwn },
      ...(body !== undefined && { body }),
    })
    const prefixes = [
      '',
      ids.luna,
      ids.otto,
      `${ids.otto}/`,
      '..',
      '%',
      '_',
      `${ids.mallory}/../${ids.luna}`,
    ]
    return [
      ...['social-media', 'social-avatars', 'social-uploads'].flatMap((bucket) =>
        prefixes.map((prefix) =>
          attack('POST', `/object/list/${bucket}`, { prefix, limit: 1000, offset: 0 }),
        ),
      ),
      ...['social-media', 'social-avatars', 'social-uploads'].map((bucket) =>
        attack('POST', `/object/list-v2/${bucket}`, { prefix: ids.luna, with_delimiter: true }),
      ),
      ...[
        '/bucket',
        '/bucket/social-media',
        '/s3',
        '/s3/social-media',
        '/s3/social-media?list-type=2',
        '/object',
        '/object/social-media',
      ].map((path) => attack('GET', path)),
    ]
  })
}

/** Tries every way to read a hidden file. The answer must equal the answer for a missing file. */
function downloads({ people, ids, files }: AttackStack): Attack[] {
  const hidden = [
    "luna's post",
    "otto's own post",
    "otto's followers post",
    "otto's archived post",
    "susi's post",
    "susi's avatar",
    "dora's avatar",
    "gone's avatar",
  ]
  const ways = (bucket: string, path: string): [method: string, path: string, body?: object][] => [
    ...[
      'object',
      'object/authenticated',
      'object/public',
      'object/info',
      'object/info/authenticated',
    ].map((kind): [string, string] => ['GET', `/${kind}/${bucket}/${path}`]),
    ['HEAD', `/object/${bucket}/${path}`],
    ['GET', `/render/image/authenticated/${bucket}/${path}?width=10`],
    ['GET', `/render/image/public/${bucket}/${path}`],
    ['POST', `/object/sign/${bucket}/${path}`, { expiresIn: 60 }],
    ['POST', `/object/sign/${bucket}/${path}`, { expiresIn: 1e9 }],
    ['GET', `/object/sign/${bucket}/${path}?token=x`],
    ['GET', `/object/sign/${bucket}/${path}?token=eyJhbGciOiJub25lIn0.eyJ1cmwiOiJtZWRpYSJ9.`],
  ]
  const isNoPicture = ({ headers }: Answer) =>
    headers.get('content-type')?.startsWith('image/') ? 'it serves the picture' : undefined
  return [undefined, people.mallory, people.xaver]
    .flatMap((as) =>
      [...hidden, ...(as === people.xaver ? ["otto's post", "otto's avatar"] : [])].flatMap(
        (name) => {
          const path = String(files[name])
          const nowhere = `${path.split('/')[0]}/${randomUUID()}.jpg`
          const bucket = name.endsWith('avatar') ? 'social-avatars' : 'social-media'
          return ways(bucket, path).map(([method, way, body], index): Attack => {
            const [, other = '', otherBody] = ways(bucket, nowhere)[index] ?? []
            const ask = (to: string, given?: object) => ({
              ...{ method, path: STORAGE + to, as },
              ...(given && { body: given }),
            })
            return {
              ...{
                name: `${method} ${way.split(bucket)[0]} ${name} as ${as?.name ?? 'nobody'}`,
              },
              ...ask(way, body),
              ...{ expects: 'refused', holds: isNoPicture },
              like: { ask: ask(other, otherBody), id: nowhere, insteadOf: path },
            }
          })
        },
      ),
    )
    .concat(
      [undefined, people.mallory].map(
        (as): Attack => ({
          ...{
            name: `sign many files as ${as?.name ?? 'nobody'}`,
            method: 'POST',
            as,
            expects: 'harmless',
          },
          path: `${STORAGE}/object/sign/social-media`,
          body: {
            expiresIn: 60,
            paths: [...hidden.map((name) => files[name]), `${ids.luna}/x.jpg`],
          },
          holds: ({ text }) => (/token=/.test(text) ? 'it signs a hidden file' : undefined),
        }),
      ),
    )
}
