import { Problem } from '../../src/cli/problem.ts'

/** The major versions of Postgres that the tests can run on. Hosted projects have 15 and 17. */
export const MAJORS = ['15', '17', '18'] as const
export type Major = (typeof MAJORS)[number]

/** The version of `npm start`, and of the tests without `--postgres`. */
export const DEFAULT_MAJOR: Major = '17'

/** Checks a version that somebody typed. `source` is the option or variable that contains it. */
export function toMajor(text: string, source: string): Major {
  const major = MAJORS.find((known) => known === text)
  if (major) return major
  const choices = `${MAJORS.slice(0, -1).join(', ')} or ${MAJORS.at(-1)}`
  throw new Problem(`There is no ${source} ${text}: choose ${choices}.`)
}

/**
 * Returns the version for new databases. The option `--postgres` of the test runner sets the
 * environment variable, because the tests start databases in several processes.
 */
export function chosenMajor(): Major {
  return toMajor(process.env.SOCIAL_POSTGRES || DEFAULT_MAJOR, 'SOCIAL_POSTGRES')
}

/** Makes this process, and the processes that it starts, use a version. */
export function chooseMajor(major: Major): void {
  process.env.SOCIAL_POSTGRES = major
}
