import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'

/** The operating-system account that Postgres runs as. */
export interface Account {
  uid: number
  gid: number
}

/**
 * If root starts the stack, returns the account that runs Postgres, because Postgres refuses to run
 * as root. The account is `postgres`, or `nobody` if no account `postgres` exists. If another user
 * starts the stack, returns undefined, and Postgres runs as that user.
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Problem('Postgres does not run as root: start this command as an ordinary user.')
}

/**
 * Tells whether the account may enter every folder of a path. Other accounts cannot enter a
 * checkout inside a home folder with mode 0700.
 */
export function canReach(path: string, account: Account | undefined): boolean {
  if (!account) return true
  for (let folder = path; ; folder = dirname(folder)) {
    if (!canEnter(folder, account)) return false
    if (folder === dirname(folder)) return true
  }
}

function canEnter(folder: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(folder)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return (mode & bit) !== 0
}
