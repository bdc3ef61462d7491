import { Problem } from '../problem.ts'
import { FUNCTIONS } from '../project/config.ts'

/**
 * Throws a `Problem` if the project has an edge function with one of our names that is not ours. Ours
 * say their name when they are asked with GET.
 */
export async function refuseForeignFunctions(url: string): Promise<void> {
  for (const name of FUNCTIONS) {
    const address = `${url}/functions/v1/${name}`
    const response = await fetch(address, { signal: AbortSignal.timeout(15_000) }).catch(
      (error) => {
        throw new Problem(`No response from ${url}: ${error.cause?.message ?? error.message}`)
      },
    )
    const text = await response.text()
    if (response.status === 404 || isOurs(text, name)) continue
    throw new Problem(
      `The project has an edge function ${name} that is not ours, and supabase-social needs this name (${address} answers with status ${response.status}). Rename or delete yours. Nothing was changed.`,
    )
  }
}

function isOurs(text: string, name: string): boolean {
  try {
    return JSON.parse(text).function === name
  } catch {
    return false
  }
}
