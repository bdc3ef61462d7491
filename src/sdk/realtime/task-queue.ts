/** Does one piece of work with a key after the other. Works with different keys do not wait. */
export class TaskQueue {
  readonly #last = new Map<string, Promise<void>>()

  /** Does the work after all earlier work with this key. The work must not throw. */
  run(key: string, work: () => Promise<void>): Promise<void> {
    const task = (this.#last.get(key) ?? Promise.resolve()).then(work)
    this.#last.set(key, task)
    void task.then(() => {
      if (this.#last.get(key) === task) this.#last.delete(key)
    })
    return task
  }
}
