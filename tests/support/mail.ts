import { stack } from './stack.ts'

interface Mail {
  to: string
  subject: string
  links: string[]
  code: string | null
}

/**
 * Returns the latest mail to an address. `link` leads to a page of the app, `hash` is the token hash
 * in the link. Throws if the local inbox has no mail to that address.
 */
export async function latestMail(
  email: string,
): Promise<{ link: URL; hash: string; code: string }> {
  const response = await fetch(`${stack.mailUrl}/messages`)
  const mails: Mail[] = await response.json()
  const mail = mails.find(({ to }) => to === email)
  const link = mail?.links[0]
  if (!link || !mail.code) throw new Error(`No mail for ${email}`)
  const hash = new URL(link).searchParams.get('token_hash') ?? ''
  return { link: new URL(link), hash, code: mail.code }
}

/** Returns the number of mails to an address. */
export async function mailsTo(email: string): Promise<number> {
  const response = await fetch(`${stack.mailUrl}/messages`)
  const mails: Mail[] = await response.json()
  return mails.filter(({ to }) => to === email).length
}
