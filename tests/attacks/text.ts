import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/** Attacks with deceptive characters, invalid website addresses and malformed ids. */
export function text(stack: AttackStack): Attack[] {
  return [...characters(stack), ...websites(stack), ...identifiers(stack)]
}

function characters({ people, ids }: AttackStack): Attack[] {
  const raw: [string, string][] = [
    ['NUL', 'a\\u0000b'],
    ['the first half of a surrogate pair', '\\ud83d'],
    ['the second half of a surrogate pair', '\\ude00'],
    ['a reversed surrogate pair', '\\ude00\\ud83d'],
    ['a control character', 'a\\u0001b'],
    ['an escape sequence', '\\u001b[2J'],
    ['a C1 control character', 'a\\u0085b'],
  ]
  const fields: [string, string, Record<string, unknown>][] = [
    ['create_post', 'caption', {}],
    ['update_post', 'caption', { post_id: ids["mallory's post"] }],
    ['add_comment', 'body', { post_id: ids["otto's post"] }],
    ['update_comment', 'body', { comment_id: ids["mallory's comment"] }],
    ['update_profile', 'bio', {}],
    ['update_profile', 'display_name', {}],
    ['add_comment', 'idempotency_key', { post_id: ids["otto's post"] }],
    ['profile_search', 'query', {}],
    ['post_search', 'query', {}],
    ['mute_word', 'word', {}],
    ['follow_hashtag', 'hashtag', {}],
    ['profile_by_username', 'username', {}],
    ['check_username', 'username', {}],
    ['home_feed', 'after', {}],
  ]
  return fields.flatMap(([verb, field, more]) =>
    raw.map(([name, escaped]): Attack => {
      const rest = Object.entries(more).map(
        ([key, value]) => `, "${key}": ${JSON.stringify(value)}`,
      )
      return {
        ...{ name: `${verb} with ${name} in ${field}`, method: 'POST', as: people.mallory },
        ...{ path: `/rest/v1/rpc/${verb}`, body: `{"${field}": "${escaped}"${rest.join('')}}` },
        // A look-up of an invalid username succeeds and finds nothing.
        expects: /username/.test(field) ? 'harmless' : 'refused',
      }
    }),
  )
}

function websites({ people }: AttackStack): Attack[] {
  const addresses = [
    ...[
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:alert(1)',
    ],
    ...[
      'data:text/html,<script>',
      'vbscript:x',
      '//evil.example',
      'http://a.example',
      'ftp://a.example',
    ],
    ...[
      'https://user:pass@a.example',
      'https://user@a.example',
      'https://a.example\r\nSet-Cookie: a=b',
    ],
    ...[
      'https://',
      'https://localhost',
      'https://127.1/',
      'https://[::1]/',
      'https://a.example:99999999',
    ],
    ...[
      'https://a.example/<script>',
      'https://a.example/"onload=',
      'https://a..example',
      'https://-',
    ],
    ...[
      'https://\u0430pple.com',
      `https://a.example/${'x'.repeat(3000)}`,
      'https://a.example\\@evil.example',
    ],
    ...[
      'https://a.example#\u202e',
      'file:///etc/passwd',
      'blob:https://a.example',
      'https:a.example',
    ],
  ]
  return (
    addresses
      // The database accepts these two addresses, because it does not check where a link leads.
      .filter((website) => website !== 'https://127.1/' && website !== 'https://a.example#\u202e')
      .map(
        (website): Attack => ({
          ...{ name: `website ${JSON.stringify(website).slice(0, 40)}`, method: 'POST' },
          ...{ path: '/rest/v1/rpc/update_profile', as: people.mallory, body: { website } },
          expects: 'refused',
        }),
      )
  )
}

function identifiers({ people, ids }: AttackStack): Attack[] {
  const id = String(ids["luna's post"])
  const hidden = [
    ...[`{${id}}`, id.toUpperCase(), id.replaceAll('-', ''), `urn:uuid:${id}`, ` ${id}`, `${id} `],
    ...[
      `${id}'`,
      `${id}--`,
      '00000000-0000-0000-0000-000000000000',
      'f'.repeat(32),
      '',
      'x',
      '1',
      '-1',
    ],
    ...[
      2 ** 31,
      2 ** 63,
      1e308,
      true,
      {},
      [],
      [id],
      { eq: id },
      null,
      `\u0000${id}`,
      id.slice(0, 35),
    ],
  ]
  return ['post', 'like_post', 'post_comments', 'save_post', 'delete_post'].flatMap((verb) =>
    hidden.map(
      (post_id): Attack => ({
        ...{ name: `${verb} ${JSON.stringify(post_id)}`, method: 'POST', as: people.mallory },
        ...{ path: `/rest/v1/rpc/${verb}`, body: { post_id }, expects: 'refused' },
      }),
    ),
  )
}
