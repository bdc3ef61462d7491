import type { Difference } from '../difference.ts'

/** The differences between @supabase/lite with our corrections and the real server. */
export const differences: Difference[] = [
  {
    subject: 'admin API',
    local: 'no generated links, no new names of factors',
    hosted: 'present',
    calls: [
      'admin: hash of a link for a sign-in',
      'admin: link for a recovery',
      'admin: link for a sign-in',
      'admin: link for a sign-up',
      'admin: link for an unknown address',
      'admin: GET of a link',
      'admin: link for a second invitation',
      'admin: link for a sign-in of an unknown address',
      'admin: link for a sign-up of a known address',
      'admin: link for a sign-up that the hook refuses',
      'admin: link for a sign-up with a weak password',
      'admin: link for a sign-up without a password',
      'admin: link for an invitation',
      'admin: link of an unknown type',
      'admin: link to a page',
      'admin: link without an address',
      'admin: link for a change of an address',
      'admin: new name of a factor',
    ],
  },
  {
    subject: 'sign-in with a weak password',
    local: 'no reasons in the answer',
    hosted: '`weak_password` with its reasons',
    calls: ['strong passwords: sign-in with a weak one'],
  },
  {
    subject: 'phone numbers',
    local: 'missing',
    hosted: 'present',
    calls: [
      'phone: code for a new number',
      'rows of a code for a new number: users',
      'phone: a wrong code',
      'phone: the code',
      'phone: code for a new number that the hook refuses',
    ],
  },
]
