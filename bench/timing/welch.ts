/**
 * The result of comparing two samples. If the absolute value of t is 4.5 or more, the means of the
 * samples differ. The timing test "dudect" uses the same limit.
 */
export interface Comparison {
  t: number
  /** The mean of the first sample minus the mean of the second sample, in microseconds. */
  difference: number
}

/**
 * Compares two samples of times by Welch's t-test. It drops the slowest tenth of all times, because
 * these times are mostly noise of the machine and would hide a difference.
 */
export function compare(a: number[], b: number[]): Comparison {
  const limit = quantile([...a, ...b], 0.9)
  const [one, other] = [a, b].map((times) => moments(times.filter((time) => time <= limit)))
  const error = Math.sqrt(
    (one?.variance ?? 0) / (one?.count || 1) + (other?.variance ?? 0) / (other?.count || 1),
  )
  const difference = (one?.mean ?? 0) - (other?.mean ?? 0)
  return { t: error > 0 ? difference / error : 0, difference }
}

function quantile(values: number[], share: number): number {
  return values.sort((x, y) => x - y)[Math.floor((values.length - 1) * share)] ?? 0
}

function moments(values: number[]) {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  return { count, mean, variance }
}
