import { stack } from './stack.ts'

interface Mail {
  to: string
  subject: string
  links: string[]
  code: string | null
}

/** Returns the latest mail to an address. Throws if the local inbox has no mail to that address. */
export async function latestMail(email: string): Promise<{ link: URL; code: string }> {
  const response = await fetch(`${stack.mailUrl}/messages`)
  const mails: Mail[] = await response.json()
  const mail = mails.find(({ to }) => to === email)
  const link = mail?.links[0]
  if (!link || !mail.code) throw new Error(`No mail for ${email}`)
  return { link: new URL(link), code: mail.code }
}

/** Returns the number of mails to an address. */
export async function mailsTo(email: string): Promise<number> {
  const response = await fetch(`${stack.mailUrl}/messages`)
  const mails: Mail[] = await response.json()
  return mails.filter(({ to }) => to === email).length
}
