/** A command of `npx supabase-social`: one file each, listed in cli.ts. */
export interface Command {
  /** One line for the list of commands. */
  summary: string
  /** What `--help` prints. */
  help: string
  /** Does it, and returns the exit code. */
  run: (args: string[]) => Promise<number>
}
