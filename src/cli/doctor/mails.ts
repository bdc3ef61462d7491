import { resolve } from 'node:path'
import { CONFIG, readConfig } from '../project/config.ts'
import { readFile } from '../project/files.ts'
import { namedTemplates } from '../project/mails.ts'
import { type Check, fine, folderCheck, todo, unseen } from './check.ts'

/** A GET request to such a link uses the link up. */
const USED_UP = /\.ConfirmationURL|\/auth\/v1\/verify/

/** `config.toml` does not show what somebody pasted into the dashboard, so most findings are advice. */
const mails = folderCheck('mails', ({ link }, folder) => {
  const found = namedTemplates(readConfig(folder)).map(({ mail, path }) => ({
    ...{ mail, path },
    text: path && readFile(resolve(folder.root, path))?.toString(),
  }))
  const missing = found.filter(({ path, text }) => path && text === undefined)
  if (missing.length > 0) {
    const paths = missing.map(({ path }) => path).join(', ')
    return todo(`${CONFIG} names ${paths}, which is missing, so the Supabase CLI refuses the file.`)
  }
  const unsafe = found.filter(({ text }) => !text || USED_UP.test(text)).map(({ mail }) => mail)
  if (unsafe.length === 0) return fine('Programs that scan mails use no link up.')
  return unseen(
    `No request shows the mails that Auth sends. According to ${CONFIG}, these have a link that programs that scan mails use up: ${unsafe.join(', ')}. docs/mails.md shows the pages and settings that avoid it. Ignore this line if the dashboard has other mails.`,
    link('auth/templates'),
  )
})

export const mailChecks: Check[] = [mails]
