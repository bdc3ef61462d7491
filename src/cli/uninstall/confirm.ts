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

/** Goes on only if the option contains the name of the project, or if a terminal can ask for it. */
export function requireConfirmation(
  name: string,
  given: string | undefined,
  ask: Ask | undefined,
): void {
  if (given !== undefined) requireName(name, given)
  else if (!ask) {
    throw new Problem(
      `Nothing was changed. To confirm without a terminal, pass --yes-delete ${name}`,
    )
  }
}

/** Asks for the name of the project. */
export async function askForName(name: string, ask: Ask): Promise<void> {
  requireName(name, await ask(`Type the name of the project to delete all this (${name}): `))
}

function requireName(name: string, answer: string): void {
  if (answer === name) return
  const given = answer === '' ? 'nothing' : answer
  throw new Problem(
    `Nothing was changed. The name of the project is ${name}, and you gave ${given}.`,
  )
}
