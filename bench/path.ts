import type postgres from 'postgres'
import type { Viewer } from './sessions.ts'

export type Params = (string | number | null)[]

/** One way to answer a request. */
export interface Variant {
  name: string
  /** The connections that it may run on. Warming up chooses the fastest. */
  on: [postgres.Sql, ...postgres.Sql[]]
  /** The person it runs as; without one it runs as superuser. */
  viewer?: Viewer
  text: string
  /** The parameters; each run takes the next ones. */
  params: Params[]
  /** False for a text that differs per person: Postgres parses and plans it each time. */
  isPrepared?: boolean
  /** Not timed. */
  before?: () => Promise<unknown>
  /** Not timed. Gets the first column of the first row. */
  after?: (id: string) => Promise<unknown>
}

/**
 * `of` takes at most `max` times or at least `min` times as long as `to`, or has a p95 limit in ms.
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
