/**
 * SQL that breaks one thing in an installed project, the line of the command `doctor` that must
 * report it, what the line must say, and SQL that mends the thing. A `mends` that starts with `$`
 * names a function, whose earlier definition the test restores.
 */
export interface Fault {
  name: string
  title: string
  breaks: string
  says: string
  mends: string
}

export const fault = (
  name: string,
  title: string,
  { breaks, says, mends }: Omit<Fault, 'name' | 'title'>,
): Fault => ({ name, title, breaks, says, mends })
