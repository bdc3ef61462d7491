const BUCKET = 5000
const BUCKETS = 12

/**
 * Counts messages in buckets of five seconds. The rate is the mean of the last minute, so a short
 * burst may exceed the limit.
 */
export class MessageRate {
  private readonly buckets = new Map<number, number>()
  private first: number | undefined

  /** Without a limit, nothing is over it. */
  constructor(private readonly limit: number | undefined) {}

  add(count: number): void {
    if (this.limit === undefined) return
    const now = bucketNow()
    this.first ??= now
    this.buckets.set(now, (this.buckets.get(now) ?? 0) + count)
    for (const bucket of this.buckets.keys()) {
      if (bucket <= now - BUCKETS) this.buckets.delete(bucket)
    }
  }

  isOver(): boolean {
    if (this.limit === undefined || this.first === undefined) return false
    const now = bucketNow()
    const elapsed = Math.min(now - this.first + 1, BUCKETS)
    let sum = 0
    for (const [bucket, count] of this.buckets) if (bucket > now - BUCKETS) sum += count
    return sum / ((elapsed * BUCKET) / 1000) > this.limit
  }
}

function bucketNow(): number {
  return Math.floor(Date.now() / BUCKET)
}
