import { joins } from './joiners.ts'

/**
 * An independent parser of mentions and hashtags. It is written from docs/mentions.md, not from the
 * SQL, and reads the text one character at a time.
 */

const word = /^[\p{L}\p{M}\p{Nd}\p{Nl}_]$/u
const letter = /^\p{L}$/u
const space = /^\s$/u
const joiner = /^[\u200c\u200d]$/
const nameCharacter = /^[A-Za-z0-9._]$/
const schemeCharacter = /^[A-Za-z0-9+.-]$/
/** The letters and marks of scripts that write no blank between words. */
const unspaced =
  /^(?=[\p{L}\p{M}\p{Nl}])(?!\p{scx=Latn})[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]$/u

/** Returns each mention: the username as written, and its positions in UTF-16 code units. */
export function mentionsOf(text: string): [username: string, start: number, end: number][] {
  const characters = [...text]
  const found: [string, number, number][] = []
  for (let at = 0; at < characters.length; at++) {
    if (!'@＠'.includes(characters[at] as string) || follows(characters[at - 1], '/=')) continue
    let end = at + 1
    while (nameCharacter.test(characters[end] ?? '')) end++
    const run = characters.slice(at + 1, end)
    while (run.at(-1) === '.') run.pop()
    const name = run.join('')
    const ends = [run[0], run.at(-1)].every((edge) => edge && !'._'.includes(edge))
    if (ends && /[a-z]/i.test(name) && run.length >= 3 && run.length <= 30) {
      const start = characters.slice(0, at).join('').length
      found.push([name, start, start + 1 + name.length])
    }
  }
  return found
}

/** Returns each hashtag: its key, its spelling, and its positions in UTF-16 code units. */
export function hashtagsOf(
  text: string,
): [hashtag: string, display: string, start: number, end: number][] {
  const original = [...text]
  const characters = withoutUrls(original)
  const found: [string, string, number, number][] = []
  let isAfterTag = false
  for (let at = 0; at < characters.length; ) {
    const isFree = isAfterTag || !follows(characters[at - 1], '/=&')
    isAfterTag = false
    if (
      !'#＃'.includes(characters[at] as string) ||
      !isFree ||
      !isStart(characters[at + 1] ?? '')
    ) {
      at++
      continue
    }
    let end = at + 1
    while (isInside(characters, end)) end++
    const tag = withoutTrailingJoiners(characters.slice(at + 1, end))
    const display = tag.join('')
    const key = keyOf(display)
    if (tag.length <= 100 && [...key].length <= 100 && [...key].some((each) => letter.test(each))) {
      const start = original.slice(0, at).join('').length
      found.push([key, display, start, start + 1 + display.length])
    }
    at = end
    isAfterTag = true
  }
  return found
}

function isInside(characters: string[], at: number): boolean {
  const character = characters[at] ?? ''
  return word.test(character) || joiner.test(character) || joins(characters, at)
}

/** A zero-width joiner at the end stays if it follows a combining mark. */
function withoutTrailingJoiners(tag: string[]): string[] {
  let end = tag.length
  while (joiner.test(tag[end - 1] as string)) end--
  if (tag[end] === '\u200d' && /^\p{M}$/u.test(tag[end - 1] as string)) end++
  return tag.slice(0, end)
}

function follows(before: string | undefined, signs: string): boolean {
  if (before === undefined || unspaced.test(before)) return false
  return word.test(before) || signs.includes(before)
}

function isStart(character: string): boolean {
  return word.test(character) && !/^\p{M}$/u.test(character)
}

/**
 * Replaces the characters of each URL by spaces. A URL begins with a scheme or with `www.`, and ends
 * before the next space.
 */
function withoutUrls(characters: string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < characters.length; ) {
    if (isUrl(characters, at)) {
      while (at < characters.length && !space.test(characters[at] as string)) {
        kept.push(' ')
        at++
      }
    } else {
      kept.push(characters[at++] as string)
    }
  }
  return kept
}

function isUrl(characters: string[], at: number): boolean {
  const rest = (from: number, length: number) => characters.slice(from, from + length).join('')
  if (rest(at, 4).toLowerCase() === 'www.') {
    const before = characters[at - 1]
    if (before === undefined || !word.test(before) || /^[\p{M}\p{Nl}]$/u.test(before)) return true
  }
  if (!/^[A-Za-z]$/.test(characters[at] as string)) return false
  let end = at
  while (schemeCharacter.test(characters[end] ?? '')) end++
  return rest(end, 3) === '://'
}

/**
 * Returns the normalised form of a hashtag. Spellings that differ only in case, accents or in the
 * way to write a joiner have the same normalised form.
 */
function keyOf(written: string): string {
  const replaced: Record<string, string> = {
    ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i', ς: 'σ', ß: 'ss', æ: 'ae', œ: 'oe' },
  }
  let isFoldable = false
  let key = ''
  const wide = written.replaceAll('～', '〜').normalize('NFKC')
  const quotes: Record<string, string> = /[\u0590-\u05ff]/.test(wide)
    ? { "'": '׳', '"': '״' }
    : { "'": 'ʼ', '’': 'ʼ' }
  const spelled = [...wide].map((each) => quotes[each] ?? each).join('')
  for (const character of spelled.toLowerCase().normalize('NFKD')) {
    if (!word.test(character) && !'·‧・゠〜־׳״་֊'.includes(character)) continue
    if (/^[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f]$/.test(character)) continue
    if (isFoldable && character >= '\u0300' && character <= '\u036f') continue
    const folded = replaced[character] ?? character
    isFoldable = /^[a-zα-ω]$/.test(folded.at(-1) as string)
    key += folded
  }
  return key.normalize('NFKC')
}
