import { createServer, type Socket } from 'node:net'
import type { Mailbox } from './mail.ts'

export interface MailCatcher {
  port: number
  close(): Promise<void>
}

/** Accepts mails by SMTP on a free port and puts them into the local inbox. */
export async function startMailCatcher(mailbox: Mailbox): Promise<MailCatcher> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    converse(socket, (to, message) => {
      const { subject, html } = readMessage(message)
      mailbox.deliver(to, subject, html)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Answers the commands of one connection, and passes on each message. */
function converse(socket: Socket, deliver: (to: string, message: string) => void): void {
  const say = (line: string) => socket.write(`${line}\r\n`)
  let received = ''
  let recipients: string[] = []
  let isMessage = false
  const answer = (line: string) => {
    const command = line.slice(0, 4).toUpperCase()
    if (command === 'RCPT') recipients.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
    if (command === 'RSET' || command === 'MAIL') recipients = []
    isMessage = command === 'DATA'
    say(isMessage ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 ok')
    if (command === 'QUIT') socket.end()
  }
  say('220 local inbox')
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk
    for (;;) {
      const separator = isMessage ? '\r\n.\r\n' : '\r\n'
      const end = received.indexOf(separator)
      if (end < 0) return
      const part = received.slice(0, end)
      received = received.slice(end + separator.length)
      if (isMessage) {
        for (const to of recipients) deliver(to, part.replace(/^\.\./gm, '.'))
        isMessage = false
        say('250 ok')
      } else answer(part)
    }
  })
}

/** Reads a mail whose body is HTML. */
function readMessage(message: string): { subject: string; html: string } {
  const [head = '', ...rest] = message.split('\r\n\r\n')
  const isQuoted = /^content-transfer-encoding: *quoted-printable/im.test(head)
  const body = rest.join('\r\n\r\n')
  const subject = /^subject: *(.*)$/im.exec(head)?.[1]?.trim() ?? ''
  return { subject: decodeWord(subject), html: isQuoted ? decodeQuotedPrintable(body) : body }
}

function decodeQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Decodes a subject with characters outside ASCII, such as `=?UTF-8?q?…?=`. */
function decodeWord(subject: string): string {
  return subject.replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, word: string) =>
    decodeQuotedPrintable(word.replaceAll('_', ' ')),
  )
}
