import {
  type QueryClient,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { SocialError } from '../../sdk/errors.ts'
import type { Social } from '../../sdk/index.ts'
import { type Result, unwrap } from '../../sdk/result.ts'
import { useSocial } from '../provider.tsx'

/** A command: the result of `useMutation` of TanStack. */
export type Command<Data, Input> = UseMutationResult<Data, SocialError, Input>

/** Makes a command of a method of the SDK, and writes its result into the cached rows. */
export function useCommand<Data, Input>(
  send: (social: Social, input: Input) => PromiseLike<Result<Data>>,
  done: (client: QueryClient, data: Data, input: Input) => void,
): Command<Data, Input> {
  const social = useSocial()
  const client = useQueryClient()
  return useMutation<Data, SocialError, Input>({
    mutationFn: async (input) => unwrap(await send(social, input)),
    onSuccess: (data, input) => done(client, data, input),
    // Without a network, a command fails at once instead of waiting unseen.
    networkMode: 'always',
  })
}
