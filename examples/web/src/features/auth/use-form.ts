import { type FormEvent, useState } from 'react'
import { isSocialError, type SocialErrorCode } from 'supabase-social'
import { describeError } from '../../lib/errors.ts'

interface Outcome {
  error: unknown
}

interface Form {
  isPending: boolean
  /** The sentence under the field that is wrong, or null. */
  errorOf: (...codes: SocialErrorCode[]) => string | null
  /** The sentence for the whole form: an error that no field shows. */
  error: string | null
  submit: (event: FormEvent<HTMLFormElement>) => Promise<void>
}

/** Sends a form once at a time. Calls `send` with its texts, and keeps the error. */
export function useForm(
  send: (texts: Record<string, string>) => Promise<Outcome>,
  fieldCodes: readonly SocialErrorCode[] = [],
): Form {
  const [isPending, setIsPending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const code = isSocialError(error) ? error.code : null
  const isOfField = code !== null && fieldCodes.includes(code)
  return {
    isPending,
    errorOf: (...codes) => (code && codes.includes(code) ? describeError(error) : null),
    error: error && !isOfField ? describeError(error) : null,
    submit: async (event) => {
      event.preventDefault()
      if (isPending) return
      const texts = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
      setIsPending(true)
      setError(null)
      const outcome = await send(texts)
      setError(outcome.error)
      setIsPending(false)
    },
  }
}
