/**
 * The release of this SDK. The database returns its own release from the function `version`.
 */
export const release = '0.1.0'

/** Returns whether release `one` is older than release `other`. Ignores a suffix such as `-beta`. */
export function isOlder(one: string, other: string): boolean {
  const [left, right] = [parts(one), parts(other)]
  const place = left.findIndex((part, index) => part !== right[index])
  return place >= 0 && (left[place] ?? 0) < (right[place] ?? 0)
}

function parts(version: string): number[] {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []
  return numbers.map(Number)
}
