import { createInterface } from 'node:readline/promises'
import { Problem } from '../problem.ts'

/** Asks a question on the terminal. */
export type Ask = (question: string) => Promise<string>

/** Returns a function that asks on the terminal, or `undefined` if there is no terminal. */
export function terminal(): Ask | undefined {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout })
    try {
      return (await lines.question(question)).trim()
    } finally {
      lines.close()
    }
  }
}

/** Goes on only if the user gives the name of the project, in an option or on the terminal. */
export async function confirm(
  name: string,
  given: string | undefined,
  ask: Ask | undefined,
): Promise<void> {
  if (given === undefined && !ask) {
    throw new Problem(
      `Nothing was changed. To confirm without a terminal, pass --yes-delete ${name}`,
    )
  }
  const answer = given ?? (await ask?.(`Type the name of the project to delete this (${name}): `))
  if (answer !== name) {
    throw new Problem(
      `Nothing was changed. The name of the project is ${name}, and you gave ${answer || 'nothing'}.`,
    )
  }
}
