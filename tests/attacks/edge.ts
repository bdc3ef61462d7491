import { release } from '../../src/sdk/release.ts'
import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

const ANSWER = JSON.stringify({ function: 'social-worker', release })

/**
 * Calls the worker without the secret key. The worker must accept only the secret key. A GET request
 * may only return the release.
 */
export function edge({ people, publishableKey }: AttackStack): Attack[] {
  const bearers: Record<string, Record<string, string>> = {
    'no token': {},
    'the token of a person': { authorization: `Bearer ${people.mallory?.token}` },
    'the publishable key': { authorization: `Bearer ${publishableKey}` },
    'an invented secret key': {
      apikey: 'sb_secret_0123456789',
      authorization: 'Bearer sb_secret_x',
    },
    'an empty key': { apikey: '' },
  }
  return Object.entries(bearers).flatMap(([name, headers]) =>
    ['GET', 'POST', 'DELETE'].map(
      (method): Attack => ({
        ...{ name: `${method} social-worker with ${name}`, method, headers },
        expects: method === 'GET' ? 'fine' : 'refused',
        ...{
          path: '/functions/v1/social-worker',
          ...(method === 'POST' && { body: { user_id: people.otto?.id } }),
        },
        holds: ({ text }) => {
          const leaks = /removed|sb_secret_(?!0123456789|x)/.test(text)
          return leaks || (method === 'GET' && text !== ANSWER) ? `it answers ${text}` : undefined
        },
      }),
    ),
  )
}
