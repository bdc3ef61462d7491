import { outliveLostConnections } from './pool.ts'
import { demoPeople, namedPeople, seed } from './seed.ts'
import { isShuttingDown, onShutdown } from './shutdown.ts'
import { toLogins } from './site/logins.ts'
import { type Stack, type StackOptions, startStack } from './stack.ts'

/**
 * Starts the local stack, adds demo data if the stack is new, and prints its addresses and keys.
 */
export async function run(options: StackOptions & { withSeed: boolean }): Promise<void> {
  outliveLostConnections()
  const starting = startStack({
    ...{ ...options, app: { logins: toLogins(namedPeople) } },
    onProgress: (line) => console.log(`${line} …`),
  })
  onShutdown(() => starting.then((stack) => stack.stop()), 0)
  const stack = await starting
  try {
    if (options.withSeed) await stack.once(() => seed(stack))
  } catch (error) {
    await stack.stop()
    throw error
  }
  if (!isShuttingDown()) announce(stack)
}

function announce(stack: Stack): void {
  const seconds = (performance.now() / 1000).toFixed(1)
  const people = namedPeople.map(
    ({ username, about }) => `  ${`${username}@example.com`.padEnd(19)}  ${username} ${about}`,
  )
  const others = demoPeople.length - namedPeople.length
  console.log(`
The local stack is ready after ${seconds} s. Ctrl-C stops it and keeps its data.

  App              ${stack.url}
  URL              ${stack.url}
  Publishable key  ${stack.publishableKey}
  Secret key       ${stack.secretKey}
  Local inbox      ${stack.mailUrl}
  Database         ${stack.databaseUrl}

Demo logins, all with the password demo-password
${people.join('\n')}
  and ${others} more in supabase/seed.sql
`)
}
