/** What a step of `uninstall` did. */
export interface Outcome {
  state: 'done' | 'already done' | 'left to do by hand'
  /** One sentence or more that say what was done, or what the user must do. */
  text?: string
}

/** A step of `uninstall`. Every step can be repeated, and finds out whether it is already done. */
export interface Step {
  title: string
  run: () => Promise<Outcome>
}

export const done = (text?: string): Outcome => ({ state: 'done', ...(text && { text }) })
export const alreadyDone = (): Outcome => ({ state: 'already done' })
export const left = (text: string): Outcome => ({ state: 'left to do by hand', text })

/**
 * Runs the steps in their order and prints one line per step. Returns false if the user must still
 * do something by hand.
 */
export async function runSteps(steps: Step[], print: (line: string) => void): Promise<boolean> {
  let isComplete = true
  for (const [index, { title, run }] of steps.entries()) {
    const { state, text } = await run()
    const details = text ? `: ${text}` : ''
    print(`${index + 1}/${steps.length} ${title}: ${state}${details}`)
    isComplete &&= state !== 'left to do by hand'
  }
  return isComplete
}
