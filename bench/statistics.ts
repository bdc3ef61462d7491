export function median(values: number[]): number | null {
  return percentile(values, 0.5)
}

/**
 * Returns a percentile: the smallest value that is not exceeded by the given part of all values.
 */
export function percentile(values: number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}
