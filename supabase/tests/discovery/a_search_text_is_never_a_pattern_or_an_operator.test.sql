begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'percy_100 zebra');

create temp table queries as
select unnest(array[
  '%', 'z%', '%z', '_ebra', 'z.*', '^z', 'zeb:*', 'zeb*', 'z & !z', 'unknown | zebra',
  'percy <-> zebra', 'zebra <2> percy', '!unknown', '(zebra', 'zebra)', '((', '\', '\\', 'zebra\',
  '''', '''zebra', '"', '""', '" "', '$1', ':A', 'zebra:B', '%s %I', '{}', '{"zebra"}', '&', '|',
  '!', '*', '<->', '-', '--', '-"', '#', '##', '-#', '~1', '~115de195', e'zebra\ttab', 'zebra''''',
  E'\u200d', E'\u202e', '🙂', '#🙂', '-zebra', repeat('"a ', 60), repeat('(', 200), repeat('-', 200)
]) as query;
grant select on queries to authenticated;

select social_tests.act_as('bob');
select is_empty(
  $$
    select query, outcome
    from queries, social_tests.outcome(format('select social.post_search(%L)', query)) as outcome
    where outcome !~ '^([01] rows?$|PT422 (query_too_short|text_invalid) )'
  $$,
  'a search text with operators, wildcards or quotes never fails in another way');
select set_eq(
  $$select query from queries where social_tests.outcome(
    format('select social.post_search(%L)', query)) like '1 row%'$$,
  array['zebra)', '(zebra', 'zebra\', '''zebra', '{"zebra"}', 'percy <-> zebra', 'zebra'''''],
  'a search text finds posts only by the words in it');

select * from finish();
rollback;
