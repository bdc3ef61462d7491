export function median(values: number[]): number | null {
  return percentile(values, 0.5)
}

/** Returns the smallest value such that at least the given part of all values are not larger. */
export function percentile(values: number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}
