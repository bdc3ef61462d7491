begin;
select plan(13);
select social_tests.person(name) from unnest(array[
  'mia', 'rosalyn', 'viewer', 'blocker', 'fan', 'gone', 'away', 'banished', 'unproven', 'narrowed'
]) as name;
-- Rosalyn looks like Rosalin. Every bearer of the word Rosalin is hidden from somebody.
update social.profiles set display_name = 'Rosalin Krause'
where username in ('blocker', 'gone', 'away', 'banished', 'unproven', 'narrowed');
select social_tests.follow('fan', 'narrowed');
select social_tests.block('blocker', 'viewer');
update social_private.accounts set
  deleted_at = case when username = 'gone' then now() end,
  deactivated_at = case when username = 'away' then now() end,
  suspended_at = case when username = 'banished' then now() end,
  unconfirmed_at = case when username = 'unproven' then now() end,
  limited_at = case when username = 'narrowed' then now() end
from social.profiles where profiles.id = profile_id;

create function pg_temp.found(query text) returns text[] language sql as $$
  select array_agg(username) from social.profile_search(query)
$$;

select social_tests.act_as('viewer');
select is(
  pg_temp.found('rosalin'), array['rosalyn'],
  'a search finds a look-alike if only hidden people bear the word');
select is(
  social_tests.walk(
    'select username as item, cursor from social.profile_search(''Rosalin'',%L,1)'),
  array['rosalyn'], 'the pages of such a search contain the look-alike, too');
select is(
  pg_temp.found('rosalin krauss'), null::text[],
  'a word that only hidden people bear counts as a typo beside a second unknown word');
select is(
  (select string_agg(pg_temp.found(query)::text, ' ')
    from unnest(array['krause', 'kraus', 'gone', 'awa']) as query),
  null, 'a search for a word that only hidden people bear finds nobody');
select social_tests.act_as('fan');
select is(
  pg_temp.found('rosalin'), array['blocker', 'narrowed'],
  'people who see a bearer of the word get the bearers and no look-alike');
select social_tests.act_as('mia');
select is(
  pg_temp.found('rosalin'), array['blocker'],
  'a limited person does not count for people who do not follow them');
select social_tests.act_as_operator();
select social_tests.block('mia', 'blocker');
select social_tests.act_as('mia');
select is(
  pg_temp.found('rosalin'), array['rosalyn'],
  'a blocked person does not count for the person who blocks them');
select social_tests.act_as_anon();
select is(
  pg_temp.found('rosalin'), array['blocker'],
  'a person who blocks others counts for people without a login');

-- The words of inactive people leave the table, so that the time of a search reveals nothing.
select social_tests.act_as_operator();
select set_eq(
  'select username from social_private.search_keys',
  $$values ('mia'), ('rosalyn'), ('viewer'), ('blocker'), ('fan'), ('narrowed')$$,
  'inactive people have no search keys');
update social.profiles set display_name = 'Rosamunde' where username = 'away';
select is_empty(
  $$select * from social_private.search_keys where username = 'away'$$,
  'a changed name of an inactive person adds no search keys');
update social_private.accounts set
  deleted_at = null, deactivated_at = null, suspended_at = null, unconfirmed_at = null;
select social_tests.act_as('mia');
select is(
  pg_temp.found('rosalin'), array['banished', 'gone', 'unproven'],
  'people whose account becomes active again are found again');
select is(
  pg_temp.found('rosamunde'), array['away'],
  'a name that changed while the account was inactive is found afterwards');
select social_tests.act_as_operator();
select results_eq(
  'select key, username from social_private.search_keys order by username, key',
  $$select key, username
    from social.profiles, unnest(social_private.search_keys_of(username, display_name)) as key
    order by username, key$$,
  'after all changes, the table search_keys has exactly the keys of all people');

select * from finish();
rollback;
