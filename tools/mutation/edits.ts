import { conditions, type Edit } from './conditions.ts'
import { type Token, tokenize } from './tokens.ts'

/** Returns every edit of a `create function` statement. Each edit makes one mutant. */
export function functionEdits(text: string): Edit[] {
  // The header ends where the body begins.
  const [opening] = /\bas \$\$|\nreturn\b/.exec(text) ?? []
  const from = opening ? text.indexOf(opening) + opening.length : text.length
  return [...header(text, from), ...conditions(text, from), ...body(text, from)]
}

function header(text: string, end: number): Edit[] {
  const head = text.slice(0, end)
  const edits = [
    ...matches(head, /\bsecurity definer\b/g, 'security', () => 'security invoker'),
    ...matches(head, /\bsecurity invoker\b/g, 'security', () => 'security definer'),
    ...matches(head, /\n +set search_path = ''/g, 'search_path', () => ''),
  ]
  return edits.map((edit) => ({ ...edit, kind: `attribute ${edit.kind}` }))
}

function body(text: string, from: number): Edit[] {
  const code = blank(text, from)
  return [
    ...statements(text, from),
    ...matches(
      code,
      /\s+for (?:no key )?(?:update|key share|share)\b(?: of \w+)?(?: (?:skip locked|nowait))?/g,
      'lock',
      () => '',
    ),
    ...matches(code, /\s+skip locked\b/g, 'lock', () => ''),
    ...matches(
      code,
      /\bsocial_private\.(require_actor|require_account|viewer_id|login_id)\(\)/g,
      'actor',
      () => 'auth.uid()',
    ),
    ...matches(code, /(?<![<>=|~*-])[<>]=?(?![<>=|~@])/g, 'bound', flip),
    ...matches(code, /\bbetween \d+ and \d+/g, 'bound', (range) =>
      range.replace(/\d+$/, (last) => String(Number(last) + 1)),
    ),
    ...matches(code, /\bbetween \d+ and\b/g, 'bound', (range) =>
      range.replace(/\d+/, (first) => String(Number(first) - 1)),
    ),
    ...matches(code, /\s+limit [\w.]+(?=\s|;|\))/g, 'limit', () => ''),
    ...matches(code, /\s+on conflict on constraint \w+ do nothing/g, 'conflict', () => ''),
    ...matches(code, /\bunion\b(?! all)/g, 'union', () => 'union all'),
    ...matches(code, /\bselect distinct\b(?! on)/g, 'distinct', () => 'select'),
    ...matches(code, /\b(least|greatest)\(/g, 'bound', (word) =>
      word === 'least(' ? 'greatest(' : 'least(',
    ),
  ].filter(({ start }) => start >= from)
}

function flip(sign: string): string {
  return sign.length === 2 ? sign.slice(0, 1) : `${sign}=`
}

/** Returns edits of a PL/pgSQL body. Each edit removes one function call or one write. */
function statements(text: string, from: number): Edit[] {
  const tokens = tokenize(text, from)
  return tokens.flatMap((token, place) => {
    if (!['perform', 'insert', 'update', 'delete'].includes(token.text)) return []
    const before = tokens[place - 1]
    if (!['begin', ';', 'then', 'else', 'loop'].includes(before?.text ?? '')) return []
    const end = tokens.slice(place).find(({ text, depth }) => text === ';' && depth === token.depth)
    if (!end) return []
    return [{ kind: kindOf(tokens, place), start: token.start, end: end.end, by: 'null;' }]
  })
}

function kindOf(tokens: Token[], place: number): string {
  const words = tokens.slice(place, place + 4).map(({ text }) => text)
  if (words[0] !== 'perform') return 'effect'
  return words[1] === 'social_private' ? 'guard' : 'lock'
}

function matches(
  text: string,
  pattern: RegExp,
  kind: string,
  replacement: (found: string) => string,
): Edit[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
    kind,
    start: index,
    end: index + found.length,
    by: replacement(found),
    // An operator alone does not identify a mutant, so the label contains the line of the operator.
    ...(kind === 'bound' ? { label: lineAt(text, index, replacement(found), found.length) } : {}),
  }))
}

function lineAt(text: string, place: number, by: string, length: number): string {
  const start = text.lastIndexOf('\n', place) + 1
  const end = text.indexOf('\n', place)
  const line = `${text.slice(start, place)}[${by}]${text.slice(place + length, end < 0 ? undefined : end)}`
  return line.replaceAll('\0', '.').trim()
}

/** Overwrites comments and strings with NUL characters, so that the patterns match only code. */
function blank(text: string, from: number): string {
  const hide = (part: string) => '\0'.repeat(part.length)
  return text.slice(0, from) + text.slice(from).replace(/--.*|'(?:[^']|'')*'/g, hide)
}
