import { hashtagsOf } from './text.ts'

/**
 * An independent search for muted words. It is written from docs/discovery.md, not from the SQL, and
 * compares one character at a time.
 */

const word = /^[\p{L}\p{M}\p{Nd}_]$/u
const hangul = /^[\u1100-\u11ff\uac00-\ud7ff]$/
const invisible =
  /\u034f|\u200d|[\ufe00-\ufe0f]|[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2060-\u206f\ufeff]/g
/** The scripts without blanks between words. */
const unspaced =
  /^[\u0e00-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u312f\u31a0-\ua4cf\uf900-\ufaff]$/

/** Returns whether a text contains a muted word, phrase or hashtag. */
export function isMuted(muted: string, text: string): boolean {
  const cleaned = muted.replace(invisible, '').trim().replaceAll('＃', '#')
  const [tag] = hashtagsOf(cleaned)
  if (tag && `#${tag[1]}` === cleaned) {
    return hashtagsOf(text).some(([key]) => key === tag[0])
  }
  const wanted = [...fold(muted).trim()]
  const characters = [...fold(text)]
  return characters.some(
    (_, at) =>
      wanted.every((each, place) => characters[at + place] === each) &&
      begins(wanted[0] as string, characters[at - 1]) &&
      ends(wanted.at(-1) as string, characters[at + wanted.length]),
  )
}

/** Whether a character is part of a word in a script with blanks between words. */
const isSpaced = (character: string | undefined) =>
  character !== undefined && word.test(character) && !unspaced.test(character)

function begins(first: string, before: string | undefined): boolean {
  return !isSpaced(first) || !isSpaced(before)
}

function ends(last: string, after: string | undefined): boolean {
  return !isSpaced(last) || hangul.test(last) || !isSpaced(after)
}

/** Returns the text in lower case, without accents and with single blanks. */
export function fold(text: string): string {
  const replaced: Record<string, string> = {
    ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i', ς: 'σ', ß: 'ss', æ: 'ae', œ: 'oe' },
  }
  let isFoldable = false
  let folded = ''
  const visible = text.replace(invisible, '')
  for (const character of visible.normalize('NFKC').toLowerCase().normalize('NFKD')) {
    if (isFoldable && character >= '\u0300' && character <= '\u036f') continue
    const plain = replaced[character] ?? character
    isFoldable = /^[a-zα-ω]$/.test(plain.at(-1) as string)
    folded += plain
  }
  return folded
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[‘’ʼ׳]/g, "'")
    .replace(/[“”״]/g, '"')
    .replace(/\s+/g, ' ')
}
