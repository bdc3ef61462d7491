import type { Difference } from '../difference.ts'

/**
 * The differences between the Data API of the local stack and PostgREST 14.12. A difference without
 * calls cannot be seen in one answer.
 */
export const differences: Difference[] = [
  {
    subject: 'default schema',
    local: 'always `public`; a caller names `social` in `Accept-Profile`',
    hosted: 'the first schema of the setting',
    calls: [],
  },
  {
    subject: 'error 40001 in a function',
    local: 'the call is repeated 5 times, and then has the status 500',
    hosted: 'PostgREST 14 repeats the call without end',
    calls: [],
  },
  {
    subject: '`Prefer: count=estimated` and `count=planned`',
    local: '`estimated` counts every row; `planned` returns wrong numbers',
    hosted: 'estimates of the planner, for `estimated` only above `max_rows`',
    calls: [],
  },
  {
    subject: 'body with type `text/plain`',
    local: 'never a single argument without a name',
    hosted: 'passed to a function with a single `text` argument without a name',
    calls: [],
  },
  {
    subject: 'rows of a JSON answer',
    local: 'on one line',
    hosted: 'separated by newlines',
    calls: [],
  },
  {
    subject: 'OpenAPI description',
    local: 'nearly empty',
    hosted: 'complete',
    calls: ['description of the API'],
  },
]
