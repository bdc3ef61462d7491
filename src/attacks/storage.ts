import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import { JPEG } from './scene.ts'
import type { Answer, Attacker, World } from './world.ts'

/** Storage: listing, paths, other people's files, and files that are no pictures. */
export function storage(world: World): Attack[] {
  return [...listings(world), ...downloads(world), ...uploads(world), ...changes(world)]
}

const STORAGE = '/storage/v1'

function listings({ people, ids }: World): Attack[] {
  const empty = ({ status, text }: Answer) =>
    status !== 200 || text === '[]' ? undefined : `it lists ${text.slice(0, 99)}`
  return [undefined, people.mallory, people.xaver].flatMap((as) => {
    const attack = (method: string, path: string, body?: unknown): Attack => ({
      ...{ name: `${method} ${path.slice(0, 60)} as ${as?.name ?? 'nobody'}`, method, as },
      ...{ path: STORAGE + path, expects: 'harmless', holds: empty },
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
      ...['media', 'avatars'].flatMap((bucket) =>
        prefixes
          // Their own files they may list.
          .map((prefix) =>
            attack('POST', `/object/list/${bucket}`, { prefix, limit: 1000, offset: 0 }),
          ),
      ),
      ...['media', 'avatars'].map((bucket) =>
        attack('POST', `/object/list-v2/${bucket}`, { prefix: ids.luna, with_delimiter: true }),
      ),
      ...[
        '/bucket',
        '/bucket/media',
        '/s3',
        '/s3/media',
        '/s3/media?list-type=2',
        '/object',
        '/object/media',
      ].map((path) => attack('GET', path)),
    ]
  })
}

/** Every way to a file that one may not see: all as if it were not there. */
function downloads({ people, ids, files }: World): Attack[] {
  const hidden = [
    "luna's post",
    "otto's own post",
    "otto's followers post",
    "otto's archived post",
    "susi's post",
  ]
  const ways = (path: string): [method: string, path: string, body?: object][] => [
    ...[
      'object',
      'object/authenticated',
      'object/public',
      'object/info',
      'object/info/authenticated',
    ].map((kind): [string, string] => ['GET', `/${kind}/media/${path}`]),
    ['HEAD', `/object/media/${path}`],
    ['GET', `/render/image/authenticated/media/${path}?width=10`],
    ['GET', `/render/image/public/media/${path}`],
    ['POST', `/object/sign/media/${path}`, { expiresIn: 60 }],
    ['POST', `/object/sign/media/${path}`, { expiresIn: 1e9 }],
    ['GET', `/object/sign/media/${path}?token=x`],
    ['GET', `/object/sign/media/${path}?token=eyJhbGciOiJub25lIn0.eyJ1cmwiOiJtZWRpYSJ9.`],
  ]
  const isNoPicture = ({ headers }: Answer) =>
    headers.get('content-type')?.startsWith('image/') ? 'it serves the picture' : undefined
  return [undefined, people.mallory, people.xaver]
    .flatMap((as) =>
      [...hidden, ...(as === people.xaver ? ["otto's post"] : [])].flatMap((name) => {
        const path = String(files[name])
        const nowhere = `${path.split('/')[0]}/${randomUUID()}.jpg`
        return ways(path).map(([method, way, body], index): Attack => {
          const [, other = '', otherBody] = ways(nowhere)[index] ?? []
          const ask = (to: string, given?: object) => ({
            ...{ method, path: STORAGE + to, as },
            ...(given && { body: given }),
          })
          return {
            ...{ name: `${method} ${way.split('media/')[0]} ${name} as ${as?.name ?? 'nobody'}` },
            ...ask(way, body),
            ...{ expects: 'refused', holds: isNoPicture },
            like: { ask: ask(other, otherBody), id: nowhere, insteadOf: path },
          }
        })
      }),
    )
    .concat(
      [undefined, people.mallory].map(
        (as): Attack => ({
          ...{
            name: `sign many as ${as?.name ?? 'nobody'}`,
            method: 'POST',
            as,
            expects: 'harmless',
          },
          path: `${STORAGE}/object/sign/media`,
          body: {
            expiresIn: 60,
            paths: [...hidden.map((name) => files[name]), `${ids.luna}/x.jpg`],
          },
          holds: ({ text }) => (/token=/.test(text) ? 'it signs a hidden file' : undefined),
        }),
      ),
    )
}

function uploads({ people, ids }: World): Attack[] {
  const { mallory, susi, dora, bert, gone, nina } = people as Record<string, Attacker>
  const own = mallory?.id
  const uuid = randomUUID()
  const paths = [
    ...[`${ids.otto}/${uuid}.jpg`, `${own}/../${ids.otto}/${uuid}.jpg`, `${own}//${uuid}.jpg`],
    ...[
      `${own?.toUpperCase()}/${uuid}.jpg`,
      ` ${own}/${uuid}.jpg`,
      `${uuid}.jpg`,
      `${own}/a/b/c/d/${uuid}.jpg`,
    ],
    ...[
      `${own}/${'x'.repeat(300)}.jpg`,
      `${own}/${uuid}`,
      `${own}/${uuid}.`,
      `${own}/.jpg`,
      `${own}/`,
      own,
    ],
    ...[
      `${own}/${uuid}.jpg/x`,
      `${own}/${uuid}.jpg%00.png`,
      `${own}/${uuid}.jpg\u0000`,
      `%2e%2e/${own}/${uuid}.jpg`,
    ],
    ...[
      `${own}/${uuid}.svgz1`,
      `${own}%2f..%2f${ids.otto}%2f${uuid}.jpg`,
      `${own}/${uuid} .jpg`,
      `${own}\\${uuid}.jpg`,
    ],
  ]
  const attack = (
    name: string,
    as: Attacker | undefined,
    path: string,
    type: string,
    body: unknown = JPEG,
  ): Attack => ({
    ...{ name: `upload ${name}`.slice(0, 90), method: 'POST', as, expects: 'refused', body },
    ...{ path: `${STORAGE}/object/media/${path}`, headers: { 'content-type': type } },
  })
  const types = [
    ...[
      'image/svg+xml',
      'image/svg+xml; charset=utf-8',
      'text/html',
      'application/javascript',
      'image/gif',
    ],
    ...[
      'application/octet-stream',
      'image/*',
      'image/jpeg, text/html',
      'IMAGE/SVG+XML',
      'text/plain',
      '*/*',
      'x',
    ],
  ]
  return [
    ...paths.map((path) => attack(`to ${path}`, mallory, String(path), 'image/jpeg')),
    ...types.map((type) =>
      attack(
        `of type ${type}`,
        mallory,
        `${own}/${randomUUID()}.jpg`,
        type,
        '<svg onload=alert(1)>',
      ),
    ),
    ...[undefined, susi, dora, bert, gone, nina].map((as) =>
      attack(
        `as ${as?.name ?? 'nobody'}`,
        as,
        `${as?.id ?? own}/${randomUUID()}.jpg`,
        'image/jpeg',
      ),
    ),
    attack('to a bucket that is not there', mallory, `../nothing/${own}/${uuid}.jpg`, 'image/jpeg'),
    {
      ...attack('a new bucket', mallory, '', 'application/json', {
        id: 'mine',
        name: 'mine',
        public: true,
      }),
      path: `${STORAGE}/bucket`,
    },
  ]
}

/** Files are written once: not over, not away, not elsewhere. */
function changes({ people, files }: World): Attack[] {
  return [undefined, people.mallory, people.otto].flatMap((as) =>
    ["otto's post", "luna's post"].flatMap((name): Attack[] => {
      const path = String(files[name])
      const attack = (method: string, to: string, body?: unknown, headers = {}): Attack => ({
        ...{
          name: `${method} ${to.split('media')[0]} ${name} as ${as?.name ?? 'nobody'}`,
          method,
          as,
        },
        ...{
          path: STORAGE + to,
          headers,
          expects: 'harmless',
          ...(body !== undefined && { body }),
        },
      })
      const target = {
        bucketId: 'media',
        sourceKey: path,
        destinationKey: `${as?.id}/${randomUUID()}.jpg`,
      }
      return [
        attack('PUT', `/object/media/${path}`, JPEG, { 'content-type': 'image/jpeg' }),
        attack('POST', `/object/media/${path}`, JPEG, {
          'content-type': 'image/jpeg',
          'x-upsert': 'true',
        }),
        attack('DELETE', `/object/media/${path}`),
        attack('DELETE', '/object/media', { prefixes: [path] }),
        attack('DELETE', '/object/media', { prefixes: [''] }),
        attack('POST', '/object/move', target),
        ...(as?.name === 'otto' && name.startsWith('otto')
          ? []
          : [attack('POST', '/object/copy', target)]),
        attack('POST', `/object/upload/sign/media/${path}`, {}),
        attack('POST', '/bucket/media/empty', {}),
        attack('DELETE', '/bucket/media'),
        attack('PUT', '/bucket/media', { public: true }),
      ]
    }),
  )
}
