/**
 * An independent parser of mentions and hashtags. It is written from docs/mentions.md, not from the
 * SQL, and reads the text one character at a time.
 */

const word = /^[\p{L}\p{M}\p{Nd}_]$/u
const letter = /^\p{L}$/u
const space = /^\s$/u
const joiner = /^[\u200c\u200d]$/
const nameCharacter = /^[A-Za-z0-9._]$/
const schemeCharacter = /^[A-Za-z0-9+.-]$/

/** Returns the mentioned usernames as written, without repeats. */
export function mentionsOf(text: string): string[] {
  const characters = [...text]
  const found = new Map<string, string>()
  for (let at = 0; at < characters.length; at++) {
    if (!'@＠'.includes(characters[at] as string) || follows(characters[at - 1], '/=')) continue
    let end = at + 1
    while (nameCharacter.test(characters[end] ?? '')) end++
    const run = characters.slice(at + 1, end)
    while (run.at(-1) === '.') run.pop()
    const name = run.join('')
    const ends = [run[0], run.at(-1)].every((edge) => edge && !'._'.includes(edge))
    const key = name.toLowerCase()
    if (ends && /[a-z]/.test(key) && run.length >= 3 && run.length <= 30 && !found.has(key)) {
      found.set(key, name)
    }
  }
  return [...found.values()]
}

/** Returns each hashtag of a text once: its normalised form, and its first spelling in the text. */
export function hashtagsOf(text: string): [hashtag: string, display: string][] {
  const characters = withoutUrls([...text])
  const found = new Map<string, string>()
  let isAfterTag = false
  for (let at = 0; at < characters.length; ) {
    const isFree = isAfterTag || !follows(characters[at - 1], '/=&')
    const first = characters[at + 1] ?? ''
    isAfterTag = false
    if (!'#＃'.includes(characters[at] as string) || !isFree || !isStart(first)) {
      at++
      continue
    }
    let end = at + 1
    while (word.test(characters[end] ?? '') || joiner.test(characters[end] ?? '')) end++
    const tag = characters.slice(at + 1, end)
    while (joiner.test(tag.at(-1) as string)) tag.pop()
    const key = keyOf(tag.join(''))
    const fits = tag.length <= 100 && [...key].length <= 100
    if (fits && [...key].some((each) => letter.test(each)) && !found.has(key)) {
      found.set(key, tag.join(''))
    }
    at = end
    isAfterTag = true
  }
  return [...found]
}

function follows(before: string | undefined, signs: string): boolean {
  return before !== undefined && (word.test(before) || signs.includes(before))
}

function isStart(character: string): boolean {
  return word.test(character) && !/^\p{M}$/u.test(character)
}

/**
 * Replaces each URL by a space. A URL begins with a scheme or with `www.`, and ends before the next
 * space.
 */
function withoutUrls(characters: string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < characters.length; ) {
    if (isUrl(characters, at)) {
      while (at < characters.length && !space.test(characters[at] as string)) at++
      kept.push(' ')
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
    return before === undefined || !word.test(before) || /^\p{M}$/u.test(before)
  }
  if (!/^[A-Za-z]$/.test(characters[at] as string)) return false
  let end = at
  while (schemeCharacter.test(characters[end] ?? '')) end++
  return rest(end, 3) === '://'
}

/**
 * Returns the normalised form of a hashtag. Spellings that differ only in case or accents have the
 * same normalised form.
 */
function keyOf(written: string): string {
  const replaced: Record<string, string> = {
    ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i', ς: 'σ', ß: 'ss', æ: 'ae', œ: 'oe' },
  }
  let isFoldable = false
  let key = ''
  for (const character of written.normalize('NFKC').toLowerCase().normalize('NFKD')) {
    if (!word.test(character) || /^[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f]$/.test(character))
      continue
    if (isFoldable && character >= '\u0300' && character <= '\u036f') continue
    const folded = replaced[character] ?? character
    isFoldable = /^[a-zα-ω]$/.test(folded.at(-1) as string)
    key += folded
  }
  return key.normalize('NFKC')
}
