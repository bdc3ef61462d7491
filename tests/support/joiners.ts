/** The joiners of docs/mentions.md, with the letters between which each of them joins a word. */
const between: [signs: string, letters: RegExp][] = [
  ['·', /^(?=[\p{L}\p{Nl}])\p{scx=Latn}$/u],
  [
    '·‧・･',
    /^(?=[\p{L}\p{Nl}])(?!\p{scx=Latn})[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}]$/u,
  ],
  ['〜～゠', /^(?=\p{L})[\p{scx=Hira}\p{scx=Kana}]$/u],
  ["'’", /^(?=\p{L})(?!\p{scx=Latn})\p{scx=Cyrl}$/u],
  ['\'"״־', /^(?=\p{L})\p{scx=Hebr}$/u],
  ['֊՛՜՞', /^(?=\p{L})\p{scx=Armn}$/u],
  ['་༌', /^(?=\p{L})\p{scx=Tibt}$/u],
  ['\u180e\u202f', /^(?=\p{L})\p{scx=Mong}$/u],
]

/** The signs that follow a letter of their script, also at the end of a word. */
const after: [signs: string, letters: RegExp][] = [
  ['׳', /^(?=\p{L})\p{scx=Hebr}$/u],
  ['゛゜', /^(?=\p{L})[\p{scx=Hira}\p{scx=Kana}]$/u],
]

/** Returns whether the character is a joiner between two letters of its script. */
export function joins(characters: string[], at: number): boolean {
  const sign = characters[at]
  if (sign === undefined) return false
  if (isAfter(characters, at)) return true
  return between.some(
    ([signs, letters]) =>
      signs.includes(sign) &&
      letters.test(characters[at + 1] ?? '') &&
      letters.test(characters[letterBefore(characters, at)] ?? ''),
  )
}

function isAfter(characters: string[], at: number): boolean {
  const sign = characters[at] ?? ' '
  return after.some(
    ([signs, letters]) =>
      signs.includes(sign) && letters.test(characters[skipMarks(characters, at - 1)] ?? ''),
  )
}

/** Returns the place of the letter before a sign. A geresh and combining marks belong to the letter. */
function letterBefore(characters: string[], at: number): number {
  return skipMarks(characters, isAfter(characters, at - 1) ? at - 2 : at - 1)
}

function skipMarks(characters: string[], at: number): number {
  let place = at
  while (/^\p{M}$/u.test(characters[place] ?? '')) place--
  return place
}
