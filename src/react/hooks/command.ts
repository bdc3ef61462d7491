import {
  type QueryClient,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { imported } from '../../sdk/imported.ts'
import type { Social } from '../../sdk/index.ts'
import { type Result, unwrap } from '../../sdk/result.ts'
import type { SocialError } from '../../sdk/social-error.ts'
import type { Answer, Effect, Resource, Verb } from '../effects/table.ts'
import { useSocial } from '../provider.tsx'
import { ROOT } from '../truth/rows.ts'
import { truthOf } from '../truth/truth.ts'

/** A command: the result of `useMutation` of TanStack. */
export type Command<Data, Input> = UseMutationResult<Data, SocialError, Input>

/** What commands change in the cached rows. */
type Effects = typeof import('../effects/index.ts')

/**
 * Loads the effects, with the first command. If they cannot be loaded, all queries read again
 * instead.
 */
export async function withEffects(
  client: QueryClient,
  apply: (effects: Effects) => void,
  loading: Promise<Effects | undefined> = load(),
): Promise<void> {
  const effects = await loading
  if (effects) apply(effects)
  else void client.invalidateQueries({ queryKey: [ROOT] })
}

function load(): Promise<Effects | undefined> {
  return imported(() => import('../effects/index.ts')).catch(() => undefined)
}

/** A method of a resource, and its arguments. */
type Call<Name extends Resource> = {
  [One in Verb<Name>]: Social[Name][One] extends (...args: infer Args) => unknown
    ? readonly [One, ...Args]
    : never
}[Verb<Name>]
type Method<Data> = (...args: unknown[]) => PromiseLike<Result<Data>>
/** The arguments of a method as one: an id becomes a field of the options after it. */
type InputOf<Method> = Method extends (...args: infer Args) => unknown
  ? Args extends readonly [unknown]
    ? Args[0]
    : Args extends readonly [string, (infer Options)?]
      ? Options & { id: string }
      : never
  : never
/**
 * Makes a command of a method of the SDK, and writes its result into the cached rows. By default, the
 * input is the argument of the method. An input with an id is two: the id, and all other fields.
 */
export function useCommand<
  Name extends Resource,
  One extends Verb<Name>,
  Input = InputOf<Social[Name][One]>,
>(
  resource: Name,
  verb: One,
  callOf: (input: Input) => Call<Name> = (input) => [verb, ...argumentsOf(input)] as never,
): Command<Answer<Social[Name][One]>, Input> {
  type Data = Answer<Social[Name][One]>
  const social = useSocial()
  const client = useQueryClient()
  return useMutation<Data, SocialError, Input>({
    mutationFn: async (input) => {
      const truth = truthOf(client)
      const startedAt = truth.now()
      const loading = load()
      const [method, ...args] = callOf(input) as readonly [string, ...unknown[]]
      const methods = social[resource] as object as Record<string, Method<Data>>
      const data = unwrap((await methods[method]?.(...args)) as Result<Data>)
      const apply = ({ effects }: Effects) => {
        if (truth.isOfOther(startedAt)) return
        const effect = effects[resource]?.[verb] as Effect<Data, Input> | undefined
        effect?.(client, data, input)
      }
      await withEffects(client, apply, loading)
      return data
    },
    // Without a network, a command fails at once instead of waiting unseen.
    networkMode: 'always',
  })
}

function argumentsOf(input: unknown): unknown[] {
  const { id, ...options } = Object(input)
  return id === undefined ? [input] : [id, options]
}
