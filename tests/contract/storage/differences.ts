import type { Difference } from '../difference.ts'

/** The differences between the Storage of the local stack and the real server. */
export const differences: Difference[] = [
  {
    subject: 'folder with a single file in a list by name, descending',
    local: 'listed',
    hosted: 'missing, if a file stands before it',
    calls: ['list: by name, descending', 'list-v2: by name, descending'],
  },
]
