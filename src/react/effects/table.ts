import type { QueryClient } from '@tanstack/react-query'
import type { Social } from '../../sdk/index.ts'
import type { Result } from '../../sdk/result.ts'

/** A resource of the SDK that commands use. */
export type Resource = {
  [Name in keyof Social]: Social[Name] extends object ? Name : never
}[keyof Social]
/** The name of a method of a resource. */
export type Verb<Name extends Resource> = keyof Social[Name] & string
/** What a method answers. */
export type Answer<Method> = Method extends (...args: never[]) => PromiseLike<Result<infer Data>>
  ? Data
  : never
/** The effect of a command on the cached rows. */
export type Effect<Data, Input> = (client: QueryClient, data: Data, input: Input) => void
/** The effects of commands, by resource and method. */
export type EffectTable = {
  readonly [Name in Resource]?: {
    readonly [One in Verb<Name>]?: Effect<Answer<Social[Name][One]>, never>
  }
}
