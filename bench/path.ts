import type postgres from 'postgres'
import type { Viewer } from './sessions.ts'

export type Params = (string | number | null)[]

/** One way to answer a benchmarked call. */
export interface Variant {
  name: string
  /** The connections that the variant may run on. The warm-up selects the fastest connection. */
  on: [postgres.Sql, ...postgres.Sql[]]
  /** The person as whom the variant runs. A variant without a viewer runs as superuser. */
  viewer?: Viewer
  text: string
  /** The sets of parameters. Each run takes the next set. */
  params: Params[]
  /**
   * False for a statement whose text differs per person. Postgres parses and plans this statement
   * at each run.
   */
  isPrepared?: boolean
  /** Runs before each run of the variant and is not timed. */
  before?: () => Promise<unknown>
  /**
   * Runs after each run of the variant and is not timed. The argument is the first column of the
   * first row of the result.
   */
  after?: (id: string) => Promise<unknown>
}

/**
 * A goal for the variant `of`. With `max`, the variant takes at most `max` times as long as the
 * variant `to`. With `min`, the variant takes at least `min` times as long as the variant `to`.
 * With `p95`, the 95th percentile of the variant's times is at most `p95` ms.
 */
export type Goal =
  | { of: string; to: string; max: number; min?: never }
  | { of: string; to: string; min: number; max?: never }
  | { of: string; p95: number }

export interface Path {
  name: string
  variants: Variant[]
  goals: Goal[]
  beforeRound?: () => Promise<unknown>
}
