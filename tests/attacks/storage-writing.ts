import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Attacker, AttackStack } from './attack-stack.ts'
import { JPEG } from './targets.ts'

const STORAGE = '/storage/v1'

/**
 * Attacks on Storage: uploads to invalid paths, uploads of files that are not pictures, and changes
 * to existing files.
 */
export function storageWriting(stack: AttackStack): Attack[] {
  return [...uploads(stack), ...changes(stack)]
}

function uploads({ people, ids }: AttackStack): Attack[] {
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
    ...[`${own}/${uuid}.jpg/x`, `${own}/${uuid}.jpg%00.png`, `%2e%2e/${own}/${uuid}.jpg`],
    ...[`${own}/${uuid}.svgz1`, `${own}%2f..%2f${ids.otto}%2f${uuid}.jpg`, `${own}/${uuid} .jpg`],
  ]
  const attack = (
    name: string,
    as: Attacker | undefined,
    path: string,
    type: string,
    body: unknown = JPEG,
  ): Attack => ({
    ...{ name: `upload ${name}`.slice(0, 90), method: 'POST', as, expects: 'refused', body },
    ...{ path: `${STORAGE}/object/social-uploads/${path}`, headers: { 'content-type': type } },
  })
  // Files of every type wait in this bucket until they are ingested. Nobody can read them there.
  const types = ['x', 'image', 'text;charset=utf-8', ';']
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
    ...['social-media', 'social-avatars'].map((bucket) =>
      attack(`to ${bucket}`, mallory, `../${bucket}/${own}/${uuid}.jpg`, 'image/jpeg'),
    ),
    attack(
      'to a bucket that does not exist',
      mallory,
      `../nothing/${own}/${uuid}.jpg`,
      'image/jpeg',
    ),
    {
      ...attack('the settings of a new bucket', mallory, '', 'application/json', {
        id: 'mine',
        name: 'mine',
        public: true,
      }),
      path: `${STORAGE}/bucket`,
    },
  ]
}

/** Tries to overwrite, delete and move files, and to change buckets. */
function changes({ people, files }: AttackStack): Attack[] {
  return [undefined, people.mallory, people.otto].flatMap((as) =>
    ["otto's post", "luna's post"].flatMap((name): Attack[] => {
      const path = String(files[name])
      const attack = (method: string, to: string, body?: unknown, headers = {}): Attack => ({
        ...{
          name: `${method} ${to.split('social-media')[0]} ${name} as ${as?.name ?? 'nobody'}`,
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
        bucketId: 'social-media',
        sourceKey: path,
        destinationKey: `${as?.id}/${randomUUID()}.jpg`,
      }
      return [
        attack('PUT', `/object/social-media/${path}`, JPEG, { 'content-type': 'image/jpeg' }),
        attack('POST', `/object/social-media/${path}`, JPEG, {
          'content-type': 'image/jpeg',
          'x-upsert': 'true',
        }),
        attack('DELETE', `/object/social-media/${path}`),
        attack('DELETE', '/object/social-media', { prefixes: [path] }),
        attack('DELETE', '/object/social-media', { prefixes: [''] }),
        attack('POST', '/object/move', target),
        // People may copy files that they can read. Copying a readable file is therefore not an
        // attack.
        ...(as && name.startsWith('otto') ? [] : [attack('POST', '/object/copy', target)]),
        attack('POST', `/object/upload/sign/social-media/${path}`, {}),
        attack('POST', '/bucket/social-media/empty', {}),
        attack('DELETE', '/bucket/social-media'),
        attack('PUT', '/bucket/social-media', { public: true }),
      ]
    }),
  )
}
