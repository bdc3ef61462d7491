begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', caption) from unnest(array[
  'red bridge over the river', 'bridge red #Berlin', 'red berlin', 'a river, a red bridge #New_York',
  'e-mail me', 'mail e', 'don''t']) as caption;

create function pg_temp.found(query text) returns text language sql as $$
  select string_agg(caption, ' | ') from social.post_search(found.query)
$$;

select social_tests.act_as('bob');
select results_eq(
  $$select query, pg_temp.found(query) from unnest(array[
      'red bridge', '"red bridge"', '“red bridge”', 'red -bridge', 'red -"red bridge"',
      'red -#berlin', '#berlin', 'berlin', '＃ＢＥＲＬＩＮ', '#new_york', 'york', 'e-mail',
      'red "red bridge', '-river red', '- red -', 'DON''T', 'river"red bridge"'
    ]) with ordinality as queries (query, place) order by place$$,
  $$values
    ('red bridge', 'a river, a red bridge #New_York | bridge red #Berlin | red bridge over the river'),
    ('"red bridge"', 'a river, a red bridge #New_York | red bridge over the river'),
    ('“red bridge”', 'a river, a red bridge #New_York | red bridge over the river'),
    ('red -bridge', 'red berlin'),
    ('red -"red bridge"', 'red berlin | bridge red #Berlin'),
    ('red -#berlin', 'a river, a red bridge #New_York | red berlin | red bridge over the river'),
    ('#berlin', 'bridge red #Berlin'),
    ('berlin', 'red berlin | bridge red #Berlin'),
    ('＃ＢＥＲＬＩＮ', 'bridge red #Berlin'),
    ('#new_york', 'a river, a red bridge #New_York'),
    ('york', 'a river, a red bridge #New_York'),
    ('e-mail', 'e-mail me'),
    ('red "red bridge', 'a river, a red bridge #New_York | red bridge over the river'),
    ('-river red', 'red berlin | bridge red #Berlin'),
    ('- red -', 'a river, a red bridge #New_York | red berlin | bridge red #Berlin'
      ' | red bridge over the river'),
    ('DON''T', 'don''t'),
    ('river"red bridge"', 'a river, a red bridge #New_York | red bridge over the river')$$,
  'a search understands words, phrases, exclusions and hashtags as people type them');
select is(
  (select array_agg(split_part(
      social_tests.outcome(format('select social.post_search(%L)', query)), ' ', 2))
    from unnest(array['', ' ', '-red', '"', '-"red bridge" -e', '!&|', '#', null]) as query),
  array_fill('query_too_short'::text, array[8]),
  'a query without a word that posts must contain is too short');
select is(
  split_part(
    social_tests.outcome(format('select social.post_search(%L)', repeat('a', 201))), ' ', 2),
  'query_too_long', 'a query of more than 200 characters is too long');
select is(
  pg_temp.found('red bridge river red red red red red red red unknown'),
  'a river, a red bridge #New_York | red bridge over the river',
  'only the first ten terms of a query count');

select * from finish();
rollback;
