import { hashtagsOf } from './text.ts'

/**
 * A naive search: it compares each caption with each term of a query, word by word. It is written
 * from the comment of social.post_search, not from its code.
 */

/** A word, or one character of a script without blanks that may continue the unit before it. */
interface Unit {
  text: string
  isJoined: boolean
}

const blankless =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー々]/u
const character = /[\p{L}\p{M}\p{Nd}]/u
const unseen = /\u00ad|\u034f|[\u180b-\u180f]|\u200d|\u2060|[\u20d0-\u20f0]|[\ufe00-\ufe0f]/gu
const isBlank = (one: string | undefined) => one === undefined || /\s/.test(one)
const replaced: Record<string, string> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i', ς: 'σ', ß: 'ss', æ: 'ae', œ: 'oe' },
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[øłđħŧıςßæœ]/g, (one) => replaced[one] ?? one)
    .replace(/([a-zα-ω])[\u0300-\u036f]+/g, '$1')
    .normalize('NFKC')
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = []
  let before: 'word' | 'run' | undefined
  for (const one of folded(text).replace(unseen, '')) {
    const isRun = blankless.test(one) && (character.test(one) || one === '〇')
    const isPartOfWord = !isRun && character.test(one)
    if (isRun) units.push({ text: one, isJoined: before === 'run' })
    else if (isPartOfWord && before === 'word') (units.at(-1) as Unit).text += one
    else if (isPartOfWord) units.push({ text: one, isJoined: false })
    before = isRun ? 'run' : isPartOfWord ? 'word' : undefined
  }
  return units
}

function hasPhrase(caption: Unit[], phrase: Unit[]): boolean {
  return caption.some((_, at) =>
    phrase.every(({ text, isJoined }, place) => {
      const unit = caption[at + place]
      return unit?.text === text && (unit.isJoined || !isJoined)
    }),
  )
}

interface Term {
  isExclusion: boolean
  tags: string[]
  phrase: Unit[]
}

function termsOf(query: string): Term[] {
  const text = query.normalize('NFKC').replace(/[“”„‟«»]/g, '"')
  const terms: Term[] = []
  for (let at = 0; at < text.length; ) {
    if (isBlank(text[at])) {
      at++
      continue
    }
    const isExclusion = text[at] === '-' && !isBlank(text[at + 1])
    if (isExclusion) at++
    const isQuoted = text[at] === '"'
    const start = isQuoted ? at + 1 : at
    let end = start
    while (end < text.length && text[end] !== '"' && (isQuoted || !isBlank(text[end]))) end++
    const body = text.slice(start, end)
    at = isQuoted ? end + 1 : end
    const tags = isQuoted || !body.startsWith('#') ? [] : hashtagsOf(body).map(([key]) => key)
    const phrase = tags.length > 0 ? [] : unitsOf(body)
    if (tags.length + phrase.length > 0) terms.push({ isExclusion, tags, phrase })
  }
  return terms.slice(0, 10)
}

/** Returns the places of the captions that match, or null if the query has no word to search for. */
export function searchModel(captions: string[], query: string): number[] | null {
  const terms = termsOf(query)
  if (terms.every(({ isExclusion }) => isExclusion)) return null
  return captions.flatMap((caption, place) => {
    const units = unitsOf(caption)
    const keys = hashtagsOf(caption).map(([key]) => key)
    const has = ({ tags, phrase }: Term) =>
      tags.length > 0 ? tags.every((tag) => keys.includes(tag)) : hasPhrase(units, phrase)
    return terms.every((term) => has(term) !== term.isExclusion) ? [place] : []
  })
}
