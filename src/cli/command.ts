/** A command of `npx supabase-social`. Each command has its own file and an entry in cli.ts. */
export interface Command {
  /** One line that describes the command in the list of commands. */
  summary: string
  /** The text that `--help` prints. */
  help: string
  /** Runs the command and returns the exit code. */
  run: (args: string[]) => Promise<number>
}
