/** The parts of a Hono request the shims look at. */
export interface Context {
  req: {
    method: string
    path: string
    url: string
    query(name: string): string | undefined
    header(name: string): string | undefined
    text(): Promise<string>
  }
  var: Record<string, unknown>
  get(name: string): unknown
  set(name: string, value: unknown): void
}
