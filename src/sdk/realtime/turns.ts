/** Does one piece of work with a key after the other. Works with different keys do not wait. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** Does the work after all earlier work with this key. The work must not throw. */
  take(key: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work)
    this.#last.set(key, turn)
    void turn.then(() => {
      if (this.#last.get(key) === turn) this.#last.delete(key)
    })
    return turn
  }
}
