import { expect, test } from 'vitest'
import { conditions, type Edit } from '../../tools/mutation/conditions.ts'
import { functionEdits } from '../../tools/mutation/edits.ts'

const after = (text: string, edits: Edit[]) =>
  edits.map(({ start, end, by }) => (text.slice(0, start) + by + text.slice(end)).trim())

test.each([
  ['where a and b', ['where b', 'where a']],
  ['where a and b and c', ['where b and c', 'where a and c', 'where a and b']],
  ['where (a or b) and c', ['where c', 'where (b) and c', 'where (a ) and c', 'where (a or b)']],
  ['where a between 1 and 2 and b', ['where b', 'where a between 1 and 2']],
  ['where a order by b', ['where true order by b']],
  ['where not a and b', ['where a and b', 'where b', 'where not a']],
  ['if a then b := 1; end if;', ['if false then b := 1; end if;', 'if true then b := 1; end if;']],
  [
    'where case when a and b then c else d end',
    ['where true', 'where case when b then c else d end', 'where case when a then c else d end'],
  ],
  ["where a = 'x and y'", ['where true']],
  ['where a is not null', ['where true']],
])('mutation testing removes or replaces each condition of "%s"', (text, expected) => {
  const edits = after(text, conditions(text)).map((line) => line.replace(/ +/g, ' ').trim())
  expect(edits.sort()).toEqual([...expected].sort())
})

const head = `create function a.f()
  returns void
  language plpgsql
  security definer -- because
  set search_path = ''
as $$
`
const refused = "if a and b then perform social_private.fail('x'); end if;"
test.each([
  ['guard', refused, 'if a and b then null; end if;'],
  ['guard', 'perform social_private.consume_rate_limit(a, b); a := 1;', 'null; a := 1;'],
  ['effect', 'delete from a.t where b; a := 1;', 'null; a := 1;'],
  ['lock', 'select a from t for update; a := 1;', 'select a from t; a := 1;'],
  ['lock', 'select a from t for key share of t skip locked;', 'select a from t;'],
  ['bound', 'a := b > c;', 'a := b >= c;'],
  ['bound', 'a := b between 1 and 9;', 'a := b between 1 and 10;'],
  ['actor', 'a := social_private.require_actor();', 'a := auth.uid();'],
  ['limit', 'select a from t limit size;', 'select a from t;'],
  [
    'conflict',
    'insert into t select on conflict on constraint k do nothing;',
    'insert into t select;',
  ],
])('mutation testing changes the %s in "%s"', (kind, code, mutated) => {
  const text = `${head}begin\n  ${code}\nend;\n$$`
  const edits = functionEdits(text).filter((edit) => edit.kind === kind)
  expect(after(text, edits)).toContain(text.replace(code, () => mutated))
})

test('mutation testing changes the attributes security and search_path of a function', () => {
  const text = `${head}begin\nend;\n$$`
  const edits = functionEdits(text)
  expect(edits.map(({ kind }) => kind)).toEqual(['attribute security', 'attribute search_path'])
  expect(after(text, edits)[0]).toContain('security invoker')
  expect(after(text, edits)[1]).not.toContain('search_path')
})
