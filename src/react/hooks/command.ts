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
import { useSocial } from '../provider.tsx'
import { ROOT } from '../truth/rows.ts'

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

/** Makes a command of a method of the SDK, and writes its result into the cached rows. */
export function useCommand<Data, Input>(
  send: (social: Social, input: Input) => PromiseLike<Result<Data>>,
  effect: (effects: Effects) => (client: QueryClient, data: Data, input: Input) => void,
): Command<Data, Input> {
  const social = useSocial()
  const client = useQueryClient()
  return useMutation<Data, SocialError, Input>({
    mutationFn: async (input) => {
      const loading = load()
      const data = unwrap(await send(social, input))
      await withEffects(client, (effects) => effect(effects)(client, data, input), loading)
      return data
    },
    // Without a network, a command fails at once instead of waiting unseen.
    networkMode: 'always',
  })
}
