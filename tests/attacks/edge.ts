import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/** Calls the worker, which needs the secret key, as everybody else. */
export function edge({ people, publishableKey }: AttackStack): Attack[] {
  const bearers: Record<string, Record<string, string>> = {
    nobody: {},
    'a person': { authorization: `Bearer ${people.mallory?.token}` },
    'the publishable key': { authorization: `Bearer ${publishableKey}` },
    'an invented secret key': {
      apikey: 'sb_secret_0123456789',
      authorization: 'Bearer sb_secret_x',
    },
    'no key at all': { apikey: '' },
  }
  return Object.entries(bearers).flatMap(([name, headers]) =>
    ['GET', 'POST', 'DELETE'].map(
      (method): Attack => ({
        ...{ name: `${method} work with ${name}`, method, headers, expects: 'refused' },
        ...{
          path: '/functions/v1/social-worker',
          ...(method === 'POST' && { body: { user_id: people.otto?.id } }),
        },
        holds: ({ text }) =>
          /removed|sb_secret_(?!0123456789|x)/.test(text) ? `it answers ${text}` : undefined,
      }),
    ),
  )
}
