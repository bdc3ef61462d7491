import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { type Result, type Social, type SocialError, unwrap } from 'supabase-social'
import { useSocial } from 'supabase-social/react'

/** A command of the SDK that has no hook of its own. Its error appears as a toast. */
export function useAction<Input, Data>(
  run: (social: Social, input: Input) => Promise<Result<Data>>,
  onDone?: (data: Data, input: Input) => unknown,
): UseMutationResult<Data, SocialError, Input> {
  const social = useSocial()
  return useMutation<Data, SocialError, Input>({
    mutationFn: async (input) => unwrap(await run(social, input)),
    onSuccess: (data, input) => onDone?.(data, input),
    networkMode: 'always',
  })
}
