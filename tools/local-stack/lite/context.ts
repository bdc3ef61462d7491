/** The parts of a Hono request that are used here. */
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

/** lite's error class. Only its instances get an answer in GoTrue's form. */
export type AuthErrorClass = new (status: number, code: string, message: string) => Error

export interface NewUser {
  id: string
  email: string
  raw_user_meta_data?: Record<string, unknown>
  raw_app_meta_data?: Record<string, unknown>
}
