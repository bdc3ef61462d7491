import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Answer, Attacker, AttackStack } from './attack-stack.ts'
import { putFile } from './targets.ts'

/**
 * Attacks by people who try to get URLs that work longer than the operator allows, or URLs of hidden
 * files. Everybody may read most of these files, so only the URL is the attack.
 */
export async function signing(stack: AttackStack): Promise<Attack[]> {
  const { files, ids, people } = stack
  files["otto's raw upload"] = `${ids.otto}/${randomUUID()}.jpg`
  await putFile(stack, 'social-uploads', files["otto's raw upload"])
  const { mallory, fred, otto, luna, susi } = people as Record<string, Attacker>
  const callers = [undefined, mallory, fred, otto, luna, susi]
  return [...callers.flatMap((as) => [...inStorage(stack, as), ...longer(stack, as)])].concat(
    hidden(stack),
  )
}

/** The longest lifetime that somebody asked for in the wild is 31 years. */
const SECONDS = [1, 60, 300, 31 * 365 * 86_400, 1e9]

const FILES: [bucket: string, name: string][] = [
  ['social-media', "otto's post"],
  ['social-avatars', "otto's avatar"],
  ['social-uploads', "otto's raw upload"],
  ['social-exports', "otto's export"],
]

const who = (as: Attacker | undefined) => as?.name ?? 'nobody'

const isUnsigned = ({ text }: Answer) => (/token=/.test(text) ? 'it signs the file' : undefined)

/** Asks Storage itself for a URL. */
function inStorage({ files }: AttackStack, as: Attacker | undefined): Attack[] {
  return FILES.flatMap(([bucket, name]) =>
    SECONDS.flatMap((expiresIn): Attack[] => {
      const path = String(files[name])
      const bodies: object[] = [{ expiresIn }, { expiresIn, transform: { width: 10, height: 10 } }]
      const sign = { method: 'POST', as, holds: isUnsigned }
      return [
        ...bodies.map(
          (body): Attack => ({
            ...{ ...sign, name: `sign ${name} for ${expiresIn} s as ${who(as)}` },
            ...{ path: `/storage/v1/object/sign/${bucket}/${path}`, body, expects: 'refused' },
          }),
        ),
        {
          ...{ ...sign, name: `sign many: ${name} for ${expiresIn} s as ${who(as)}` },
          ...{ path: `/storage/v1/object/sign/${bucket}`, body: { expiresIn, paths: [path] } },
          expects: 'harmless',
        },
      ]
    }),
  )
}

/** Asks the edge function for a URL that lives longer than 300 seconds. */
function longer({ files }: AttackStack, as: Attacker | undefined): Attack[] {
  return SECONDS.map(
    (expires_in): Attack => ({
      ...{ name: `social-files for ${expires_in} s as ${who(as)}`, method: 'POST', as },
      ...{ path: '/functions/v1/social-files', expects: 'fine' },
      body: { paths: FILES.map(([, name]) => files[name]), expires_in },
      holds: ({ text }) => {
        const { urls } = JSON.parse(text) as { urls: Record<string, string | null> }
        const lifetimes = Object.values(urls).flatMap((url) => (url ? lifetimeOf(url) : []))
        if (lifetimes.some((seconds) => seconds > Math.min(expires_in, 300)))
          return `it signs for ${lifetimes.join(', ')} s`
        if (urls[String(files["otto's raw upload"])]) return 'it signs a raw upload'
        return urls[String(files["otto's export"])] && as?.name !== 'otto'
          ? 'it signs the export of another person'
          : undefined
      },
    }),
  )
}

function lifetimeOf(url: string): number {
  const token = new URL(url, 'http://localhost').searchParams.get('token') ?? ''
  const { exp, iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return exp - iat
}

/** Asks the edge function for a hidden file. The answer must equal that for a missing file. */
function hidden({ people, files }: AttackStack): Attack[] {
  const everybody = [
    ...["luna's post", "susi's post", "otto's archived post", "otto's own post"],
    ...["susi's avatar", "dora's avatar", "gone's avatar"],
  ]
  return [undefined, people.mallory, people.xaver, people.bert, people.olga].flatMap((as) =>
    [...everybody, ...(as === people.xaver ? ["otto's post", "otto's avatar"] : [])].map(
      (name): Attack => {
        const path = String(files[name])
        const nowhere = path.replace(/[^/]+(?=\.jpg$)/, randomUUID())
        const ask = (to: string) => ({
          ...{ method: 'POST', path: '/functions/v1/social-files', as },
          body: { paths: [to] },
        })
        return {
          ...{ name: `social-files with ${name} as ${who(as)}`, ...ask(path) },
          ...{ expects: as === people.bert ? 'harmless' : 'fine', holds: isUnsigned },
          like: { ask: ask(nowhere), id: nowhere, insteadOf: path },
        }
      },
    ),
  )
}
