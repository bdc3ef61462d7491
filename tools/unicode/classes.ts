/** The letters of each joiner and other classes that Postgres lacks, as Unicode defines them. */

const letter = '[\\p{L}\\p{Nl}]'

/** The scripts that write words without blanks between them. */
const unspaced = [
  ...['Hani', 'Hira', 'Kana', 'Bopo', 'Yiii', 'Tang', 'Nshu', 'Kits'],
  ...[
    'Thai',
    'Laoo',
    'Khmr',
    'Mymr',
    'Lana',
    'Talu',
    'Tale',
    'Tavt',
    'Ahom',
    'Java',
    'Bali',
    'Tibt',
  ],
]

/** A regular expression per name of social_private.script_ranges(). Each matches one character. */
export const classes: Record<string, RegExp> = {
  armenian: of(['Armn']),
  cjk: of(['Hani', 'Hira', 'Kana', 'Bopo', 'Hang'], letter, notLatin()),
  cyrillic: of(['Cyrl'], letter, notLatin()),
  hebrew: of(['Hebr']),
  kana: of(['Hira', 'Kana']),
  latin: of(['Latn']),
  mongolian: of(['Mong']),
  number: /^\p{Nl}$/u,
  tibetan: of(['Tibt']),
  unspaced: of(unspaced, '[\\p{L}\\p{Nl}\\p{M}]', notLatin()),
}

function of(scripts: string[], category = letter, except = ''): RegExp {
  const script = scripts.map((name) => `\\p{scx=${name}}`).join('')
  return new RegExp(`^(?=${category})${except}[${script}]$`, 'u')
}

/** Accents and modifier letters that Latin text uses too belong to no other script. */
function notLatin(): string {
  return '(?!\\p{scx=Latn})'
}

/**
 * Returns the ranges of a class. A range includes the unassigned code points between two characters
 * of the class, because a later version of Unicode is likely to assign them to the same script.
 */
export function rangesOf(characters: RegExp): [first: number, last: number][] {
  const ranges: [number, number][] = []
  let isOpen = false
  for (let code = 1; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const character = String.fromCodePoint(code)
    const range = ranges.at(-1)
    if (characters.test(character)) {
      if (isOpen && range) range[1] = code
      else ranges.push([code, code])
      isOpen = true
    } else if (!/\p{Cn}/u.test(character)) isOpen = false
  }
  return ranges
}

/** Writes ranges as Postgres writes them in a regular expression: `\x41-\x5a\xaa`. */
export function asPattern(ranges: [first: number, last: number][]): string[] {
  return ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`))
}

function hex(code: number): string {
  return `\\x${code.toString(16)}`
}
