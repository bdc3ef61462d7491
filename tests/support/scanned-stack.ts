import { createServer } from 'node:http'
import { afterAll } from 'vitest'
import { freePort } from '../../tools/local-stack/database.ts'
import { startStack } from '../../tools/local-stack/stack.ts'
import { raiseRateLimits } from './no-rate-limits.ts'

/**
 * Starts a separate stack on which an address needs a confirmation, and the site of an app to which
 * the links in the mails lead. Import this file before tests/support/stack.ts, because stack.ts reads
 * the addresses of the stack.
 */
const port = await freePort()
const visits: string[] = []
const site = createServer((request, response) => {
  visits.push(`${request.method} ${request.url}`)
  response.end('<button>Continue</button>')
})
await new Promise<void>((listening) => site.listen(port, '127.0.0.1', listening))
const siteUrl = `http://127.0.0.1:${port}`
const stack = await startStack({ purges: false, siteUrl, settings: { confirmsEmail: true } })
await raiseRateLimits(stack.databaseUrl)
afterAll(async () => {
  await stack.stop()
  site.closeAllConnections()
  site.close()
})
Object.assign(process.env, {
  SOCIAL_URL: stack.url,
  SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
  SOCIAL_SECRET_KEY: stack.secretKey,
  SOCIAL_DATABASE_URL: stack.databaseUrl,
  SOCIAL_MAIL_URL: stack.mailUrl,
})

/** Opens the links of a mail as a mail scanner does, and returns the requests to the app's site. */
export async function scan(email: string): Promise<string[]> {
  const response = await fetch(`${stack.mailUrl}/messages`)
  const mails: { to: string; links: string[] }[] = await response.json()
  const links = mails.find(({ to }) => to === email)?.links ?? []
  visits.length = 0
  for (const link of links) {
    for (const method of ['GET', 'HEAD', 'GET']) await fetch(link, { method })
  }
  return visits
}
