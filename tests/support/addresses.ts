/**
 * The domain of the addresses of all people whom the tests make. `npm test -- --against URL` gives
 * each run a domain of its own, and afterwards deletes the people of this domain. Tests therefore
 * make addresses only with `addressOf`.
 */
export const mailDomain = process.env.SOCIAL_MAIL_DOMAIN || 'example.com'

export function addressOf(name: string): string {
  return `${name}@${mailDomain}`
}
