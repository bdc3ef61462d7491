import { loaded } from './on-first-use.ts'
import { Pages } from './pages.ts'
import { fail, type Result } from './result.ts'

type Row = { cursor: string }
type Method<Answer> = (...args: unknown[]) => Answer
type Shape<Call> = Call extends (...args: never[]) => Pages<infer _> ? 'list' : 'call'

/** Says of each method of a resource whether it returns the pages of a list or one result. */
type Shapes<Resource> = { readonly [Name in keyof Resource]: Shape<Resource[Name]> }

/**
 * Makes a resource whose methods load with the first call. If they cannot be loaded, the call returns
 * the error `network`.
 */
export function later<Resource extends object>(
  load: () => Promise<Resource>,
  shapes: Shapes<Resource>,
): Resource {
  const methods: Record<string, unknown> = {}
  for (const [name, shape] of Object.entries(shapes)) {
    const use = async <Data>(
      call: (method: Method<never>) => PromiseLike<Result<Data>>,
    ): Promise<Result<Data>> => {
      const { data, error } = await loaded(load)
      if (error) return fail(error)
      return call((...args) => (data as Record<string, Method<never>>)[name]?.(...args) as never)
    }
    methods[name] =
      shape === 'list'
        ? (options?: object) =>
            new Pages<Row>(
              (after, size) => use((list) => Pages.fetchOf<Row>(list(options))(after, size)),
              options,
            )
        : (...args: unknown[]) => use((call) => call(...args))
  }
  return Object.create(methods) as Resource
}
