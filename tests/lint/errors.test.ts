import { describe, expect, it } from 'vitest'
import {
  COMMON_PHRASE,
  documentedIn,
  raisedBy,
  undocumentedErrors,
} from '../../tools/lint/errors.ts'
import type { Exceptions } from '../../tools/lint/exceptions.ts'
import { readSchema } from '../../tools/lint/schema.ts'

const none: Exceptions = { longFunctions: {}, forwardCalls: {}, caughtCalls: {}, neverRaised: [] }

const LIST = `
insert into social_private.errors (code, status, detail, hint) values
  ('post_not_found', 404, 'x', null), ('text_invalid', 422, 'x', null),
  ('bio_too_long', 422, 'x', null), ('rate_limited', 429, 'x', null);
create function social_private.fail(code text) returns void language plpgsql
set search_path = '' as $$ begin raise exception 'x'; end $$;\n`

const plpgsql = (name: string, body: string, returns = 'void') => `
create function ${name}() returns ${returns} language plpgsql set search_path = ''
as $$ begin ${body} end $$;\n`

const schemaOf = (...texts: string[]) => readSchema([{ name: 'posts', text: texts.join('') }])
const raised = (...texts: string[]) => [...raisedBy(schemaOf(LIST, ...texts), 'social.f')].sort()
const fails = (code: string) => `perform social_private.fail('${code}');`

describe('the errors that the linter finds for a function', () => {
  it('include an error code in the function body', () => {
    expect(raised(plpgsql('social.f', fails('post_not_found')))).toEqual(['post_not_found'])
  })

  it('include an error code inside an expression of the function body', () => {
    const body = `perform social_private.fail(case when true then 'post_not_found' end);`
    expect(raised(plpgsql('social.f', body))).toEqual(['post_not_found'])
  })

  it('include the errors of functions that the function calls indirectly', () => {
    const wrapper = `create function social.f() returns void language sql set search_path = ''
      return social_private.g();`
    const texts = [
      plpgsql('social_private.h', fails('post_not_found')),
      plpgsql('social_private.g', 'perform social_private.h();'),
    ]
    expect(raised(...texts, wrapper)).toEqual(['post_not_found'])
  })

  it('include the two errors of social_private.clean_text if the function calls social_private.clean_text', () => {
    const body = `perform social_private.clean_text('x', 'bio', 10);`
    expect(raised(plpgsql('social.f', body))).toEqual(['bio_too_long', 'text_invalid'])
  })

  it('do not include words of the function body that are not error codes', () => {
    expect(raised(plpgsql('social.f', `perform 'another text';`))).toEqual([])
  })
})

describe('the linter concludes that a trigger', () => {
  const trigger = (event: string) => `
    ${plpgsql('social_private.tg', fails('post_not_found'), 'trigger')}
    create trigger t before ${event} on social.posts
      for each row execute function social_private.tg();\n`

  it.each([
    ['insert', 'insert into social.posts default values;'],
    ['delete', 'delete from social.posts;'],
    ['update', 'update social.posts set caption = null;'],
    ['update of caption', 'update social.posts set caption = null;'],
    ['update', 'insert into social.posts values (1) on conflict (id) do update set id = 2;'],
  ])('on %s runs for the statement: %s', (event, body) => {
    expect(raised(trigger(event), plpgsql('social.f', body))).toEqual(['post_not_found'])
  })

  it.each([
    ['delete', 'insert into social.posts default values;'],
    ['update of caption', 'update social.posts set visibility = null;'],
    ['insert', 'insert into social.comments default values;'],
  ])('on %s does not run for the statement: %s', (event, body) => {
    expect(raised(trigger(event), plpgsql('social.f', body))).toEqual([])
  })

  it('on delete runs for a row that a cascading deletion removes', () => {
    const tables = `create table social.posts (
      author_id uuid constraint k references social.profiles (id) on delete cascade);\n`
    const body = 'delete from social.profiles;'
    const texts = [tables, trigger('delete'), plpgsql('social.f', body)]
    expect(raised(...texts)).toEqual(['post_not_found'])
  })
})

describe('the linter for function comments', () => {
  const differences = (comment: string, body: string, exceptions = none) => {
    const comments = `comment on function social.f() is '${comment}';`
    const schema = schemaOf(LIST, plpgsql('social.f', body), comments)
    return undocumentedErrors(schema, exceptions).map(({ what }) => what)
  }

  it('finds the errors after "Errors:" and ignores remarks in parentheses', () => {
    const comment = `Returns a post. Errors: post_not_found (also when\nit is deleted), text_invalid. `
    expect(documentedIn(comment + COMMON_PHRASE)).toEqual(['post_not_found', 'text_invalid'])
  })

  it('finds no errors in a comment without "Errors:"', () => {
    expect(documentedIn(`Reads a post. ${COMMON_PHRASE}`)).toEqual([])
  })

  it('accepts a comment that lists exactly the errors that the function can raise', () => {
    expect(differences('Errors: post_not_found.', fails('post_not_found'))).toEqual([])
  })

  it('reports an error that the function can raise but the comment omits', () => {
    expect(differences('Reads a post.', fails('post_not_found'))).toEqual([
      'missing post_not_found',
    ])
  })

  it('reports an error that the comment lists but the function cannot raise', () => {
    expect(differences('Errors: post_not_found.', 'null;')).toEqual(['superfluous post_not_found'])
  })

  it('reports errors that are not in alphabetical order', () => {
    const body = fails('post_not_found') + fails('text_invalid')
    expect(differences('Errors: text_invalid, post_not_found.', body)).toEqual([
      'errors not sorted',
    ])
  })

  it('requires a reference to the common errors if and only if the function can raise one of them', () => {
    expect(differences(COMMON_PHRASE, fails('rate_limited'))).toEqual([])
    expect(differences('Reads.', fails('rate_limited'))).toEqual(['missing "Common errors: …"'])
    expect(differences(COMMON_PHRASE, 'null;')).toEqual(['superfluous "Common errors: …"'])
  })

  it('accepts that a comment omits an error listed as an exception, and reports exceptions that are not needed', () => {
    const neverRaised = [{ functions: ['social.f'], codes: ['post_not_found'], why: 'It exists.' }]
    const exceptions = { ...none, neverRaised }
    expect(differences('Reads.', fails('post_not_found'), exceptions)).toEqual([])
    expect(differences('Reads.', 'null;', exceptions)).toEqual([
      'exception not needed: post_not_found',
    ])
  })
})
