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

  /** Takes a mail whose body is HTML, and notes its links and its code. */
  deliver(to: string, subject: string, html: string): void {
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => readEntities(link))
    const text = readEntities(html.replace(/<[^>]*>/g, ' '))
    const code = /\b\d{6,10}\b/.exec(text.replace(/https?:\S+/g, ' '))?.[0] ?? null
    this.#mails.unshift({
      id: crypto.randomUUID(),
      ...{ to, subject, html, links, code },
      text: text.replace(/\s*\n\s*/g, '\n').trim(),
      createdAt: new Date().toISOString(),
    })
  }
}

function readEntities(text: string): string {
  const named: Record<string, string> = { amp: '&', quot: '"', lt: '<', gt: '>' }
  return text.replace(/&(?:#(\d+)|(amp|quot|lt|gt));/g, (_, number, name) =>
    number ? String.fromCodePoint(Number(number)) : (named[name] ?? ''),
  )
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
