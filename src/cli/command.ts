/** A command of `npx supabase-social`. Each has its own file and is listed in cli.ts. */
export interface Command {
  /** One line for the list of commands. */
  summary: string
  /** The text of `--help`. */
  help: string
  /** Runs the command and returns the exit code. */
  run: (args: string[]) => Promise<number>
}
