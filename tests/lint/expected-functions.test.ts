import { expect, test } from 'vitest'
import type { Callers } from '../../src/cli/prove/expected/callers.ts'
import { policyFunctions } from '../../src/cli/prove/expected/closed.ts'
import { functions } from '../../src/cli/prove/expected/functions.ts'

/** `npx vitest run -u tests/lint/expected-functions` updates supabase/tests/001_expected.sql. */
test('supabase/tests/001_expected.sql and src/cli/prove/expected list the same callers for each function', async () => {
  const callers = new Map<string, Callers>()
  for (const { name, expected } of functions) callers.set(name, expected.callers)
  const rows = [...callers].sort().map(([name, who]) => `('${name}', '${who}')`)
  const policies = [...policyFunctions].sort().map((name) => `('${name}')`)
  await expect(`-- Generated from src/cli/prove/expected by tests/lint/expected-functions.test.ts; do not edit.
create table social_tests.expected_functions (
  name text primary key,
  callers text not null
);
insert into social_tests.expected_functions values
  ${rows.join(',\n  ')};

-- Functions of social_private that policies call, with the rights of the caller.
create table social_tests.policy_functions (
  name text primary key
);
insert into social_tests.policy_functions values
  ${policies.join(',\n  ')};

grant select on social_tests.expected_functions, social_tests.policy_functions to public;
`).toMatchFileSnapshot('../../supabase/tests/001_expected.sql')
})
