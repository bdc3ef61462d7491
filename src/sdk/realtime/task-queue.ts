/** Runs the tasks of a key one after the other. Tasks with different keys do not wait. */
export class TaskQueue {
  readonly #last = new Map<string, Promise<void>>()

  /** Runs a task after all earlier tasks with this key. The task must not throw. */
  run(key: string, task: () => Promise<void>): Promise<void> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(task)
    this.#last.set(key, done)
    void done.then(() => {
      if (this.#last.get(key) === done) this.#last.delete(key)
    })
    return done
  }
}
