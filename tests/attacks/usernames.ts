import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/** Tries usernames that look like other usernames, pretend to be official, or are invalid. */
export function usernames({ people }: AttackStack): Attack[] {
  const names = [
    ...[
      'Admin',
      'admin',
      'adm1n',
      'a.d.m.i.n',
      'admin.',
      '.admin',
      '..',
      '_',
      'me',
      'null',
      'rpc',
      'root',
    ],
    ...[
      'admın',
      'аdmin',
      'ａdmin',
      'adm\u200bin',
      'adm\u00adin',
      'admin\u0301',
      '😀😀😀',
      'ADMIN',
      ' admin',
    ],
    ...[
      'a'.repeat(31),
      'ab',
      '123',
      '1.2_3',
      'a b',
      'a/b',
      'a@b',
      "a'b",
      'a"b',
      'a;b',
      'a\\b',
      'a\nb',
      'a%b',
    ],
    ...['İstanbul', 'straße', 'ſocial', 'K\u212aK', '\u202eabc', 'null\u0000', 'a'.repeat(100_000)],
  ]
  const verbs: [string, string][] = [
    ['change_username', 'mallory'],
    ['create_profile', 'nina'],
  ]
  return verbs.flatMap(([verb, who]) =>
    names.map(
      (username): Attack => ({
        ...{ name: `${verb} ${JSON.stringify(username).slice(0, 40)}`, method: 'POST' },
        ...{
          path: `/rest/v1/rpc/${verb}`,
          as: people[who],
          body: { username },
          expects: 'refused',
        },
      }),
    ),
  )
}
