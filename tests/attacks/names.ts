import type { Attack } from './attack.ts'
import { type Attacker, type AttackStack, call } from './attack-stack.ts'

/** Characters that are invisible, that break a line, or that change the order of a text. */
const hostile = [
  ...['\u00ad', '\u034f', '\u061c', '\u115f', '\u180e', '\u200b', '\u200c', '\u200d', '\u200e'],
  ...['\u200f', '\u202a', '\u202b', '\u202d', '\u202e', '\u2060', '\u2063', '\u2066', '\u2067'],
  ...['\u206a', '\u2800', '\u3164', '\ufe00', '\ufe0f', '\ufeff', '\uffa0', '\ufff9'],
  ...['\u{e0001}', '\u{e0041}', '\u{e0100}', '\u{1d159}', '\u{1d173}'],
  ...['\u00a0', '\u1680', '\u2003', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\n', '\r\n'],
]

/** Tries names in which nothing is visible. */
export function invisibleNames({ people }: AttackStack): Attack[] {
  const names = hostile
    .filter((part) => !/^[\r\n]+$/.test(part))
    .flatMap((part) => [part, `\u200b${part} `])
  return ['update_profile', 'create_profile'].flatMap((verb) =>
    names.map((display_name): Attack => {
      const body =
        verb === 'create_profile' ? { username: 'nina.nobody', display_name } : { display_name }
      return {
        ...{ name: `${verb} with the name ${escaped(display_name)}`, method: 'POST' },
        ...{ path: `/rest/v1/rpc/${verb}`, body, expects: 'refused' },
        as: verb === 'create_profile' ? people.nina : people.mallory,
      }
    }),
  )
}

/**
 * Stores deceptive names as Mallory. Returns the number of attempts, and the names that are not one
 * visible line in NFC.
 */
export async function deceptiveNames(
  stack: AttackStack,
): Promise<{ tried: number; kept: string[] }> {
  const mallory = stack.people.mallory as Attacker
  const names = hostile.flatMap((part) => [
    `An${part}na`,
    `${part}Anna`,
    `Anna${part}`,
    `ane${part}\u0301`,
  ])
  const kept: string[] = []
  for (const display_name of names) {
    const stored = String(
      (await call(stack, mallory, 'update_profile', { display_name })).display_name,
    )
    if (!/^(An ?na|Anna|an(é|e \u0301))$/u.test(stored))
      kept.push(`${escaped(display_name)} is ${escaped(stored)}`)
  }
  await call(stack, mallory, 'update_profile', { display_name: '' })
  return { tried: names.length, kept }
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
