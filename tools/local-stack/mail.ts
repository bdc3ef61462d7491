/** A mail in the local inbox, as GET /mail/messages lists it. */
export interface Mail {
  id: string
  to: string
  subject: string
  text: string
  html: string
  links: string[]
  /** The one-time code, if the mail has one. */
  code: string | null
  createdAt: string
}

/** The local inbox. The stack puts every mail into this inbox and sends no mail. */
export class Mailbox {
  #mails: Mail[] = []

  /** All mails, the newest first. */
  get mails(): Mail[] {
    return this.#mails
  }

  clear(): void {
    this.#mails = []
  }

  deliver(mail: Pick<Mail, 'to' | 'subject' | 'links' | 'code'>): void {
    const { to, subject, links, code } = mail
    const texts = [...links, ...(code ? [`Or enter the code: ${code}`] : [])]
    const anchors = links.map(
      (link) => `<p><a href="${escapeHtml(link)}">${escapeHtml(subject)}</a></p>`,
    )
    const codes = code ? [`<p>Or enter the code: <b>${escapeHtml(code)}</b></p>`] : []
    this.#mails.unshift({
      id: crypto.randomUUID(),
      ...{ to, subject, links, code },
      text: [subject, ...texts].join('\n\n'),
      html: [`<h2>${escapeHtml(subject)}</h2>`, ...anchors, ...codes].join('\n'),
      createdAt: new Date().toISOString(),
    })
  }
}

/** Answers GET and DELETE requests for /mail and /mail/messages. */
export function answerMail(mailbox: Mailbox, method: string, path: string): Response {
  if (method === 'DELETE') {
    mailbox.clear()
    return new Response(null, { status: 204 })
  }
  if (method !== 'GET')
    return new Response(null, { status: 405, headers: { allow: 'GET, DELETE' } })
  if (path === '/mail/messages') return Response.json(mailbox.mails)
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  return new Response(page(mailbox.mails), { headers })
}

function page(mails: Mail[]): string {
  const articles = mails.map(
    (mail) =>
      `<article><small>${mail.createdAt} to ${escapeHtml(mail.to)}</small>${mail.html}</article>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Local inbox</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
article { border: 1px solid #ccc; border-radius: 8px; padding: 0 1rem; margin: 1rem 0 }
</style>
<h1>Local inbox</h1>${articles.join('\n') || '<p>No mail yet.</p>'}</html>`
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}
