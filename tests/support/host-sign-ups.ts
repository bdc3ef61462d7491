import type { HostProject } from './host-project.ts'

/** The result of a loop of sign-ups. */
export interface SignUps {
  count: number
  failures: string[]
}

/**
 * Signs up users of the host's app one after the other until `stop` is called: with metadata of the
 * host's own, and with the metadata of supabase-social.
 */
export function keepSigningUp(host: HostProject): { stop(): Promise<SignUps> } {
  const result: SignUps = { count: 0, failures: [] }
  let isStopped = false
  const loop = (async () => {
    while (!isStopped) {
      const metadata = { username: 'mary ann' }
      await signUp(host, result, metadata)
      const username = `p${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
      await signUp(host, result, { ...metadata, social_username: username })
    }
  })()
  return {
    async stop() {
      isStopped = true
      await loop
      return result
    },
  }
}

async function signUp(host: HostProject, result: SignUps, metadata: object): Promise<void> {
  try {
    await host.signUp({ ...metadata })
    result.count += 1
  } catch (error) {
    result.failures.push(`${JSON.stringify(metadata)}: ${(error as Error).message}`)
  }
}
