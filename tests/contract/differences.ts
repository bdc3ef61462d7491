/** A way in which the Auth of the local stack differs from the real server. */
export interface Difference {
  subject: string
  local: string
  hosted: string
  /** The calls of the contract whose answers differ for this reason. */
  calls: string[]
}

/** The differences between @supabase/lite with our corrections and the real server. */
export const differences: Difference[] = [
  {
    subject: 'admin API',
    local: 'no new names of factors, no links for a change of an address',
    hosted: 'present',
    calls: ['admin: new name of a factor', 'admin: link for a change of an address'],
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
