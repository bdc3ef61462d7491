import type postgres from 'postgres'
import type { Viewer } from './sessions.ts'

export type Params = (string | number | null)[]

/** One way to answer, run again and again. */
export interface Variant {
  name: string
  /** Where it runs; of several, where it turns out fastest. */
  on: [postgres.Sql, ...postgres.Sql[]]
  /** Whose eyes, where it runs as somebody. */
  viewer?: Viewer
  text: string
  /** One of these each time, in turn. */
  params: Params[]
  /** False: parsed and planned each time, as a text that is another for everybody has to be. */
  isPrepared?: boolean
  /** Not timed. */
  before?: () => Promise<unknown>
  /** Not timed; gets the first column of the first row. */
  after?: (id: string) => Promise<unknown>
}

/** `of` is at most `max` times `to`, or at least `min` times; or its p95 is at most so many ms. */
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
