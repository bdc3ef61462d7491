export function median(values: number[]): number | null {
  return percentile(values, 0.5)
}

/**
 * Returns a percentile. If `part` is 0.95, at most 5 % of the values are greater than the result.
 */
export function percentile(values: number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}
