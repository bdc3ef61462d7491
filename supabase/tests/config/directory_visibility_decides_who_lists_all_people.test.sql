begin;
select plan(21);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'adam', 'bob', 'a1b', 'mallory']) as name;
select social_tests.login('guest', is_anonymous => true);
select social_tests.post('alice', 'sunrise');
select social_tests.follow('mallory', 'alice');
insert into social.post_mentions (post_id, profile_id, username, position, starts)
values (social_tests.post_id('sunrise'), social_tests.id('bob'), 'bob', 1, '{0}');
update social.profiles set display_name = 'Ann B' where username = 'bob';

create function pg_temp.search(query text, after text default null) returns text
language sql as $$
  select social_tests.outcome(format('select from social.profile_search(%L, %L)', query, after))
$$;
create function pg_temp.refused() returns text[] language sql as $$
  select array_agg(query order by query nulls first)
  from unnest(array[null, '', ' @ ', 'a', '@a', '.', 'a b', '1', 'é', 'a-b']) as query
  where pg_temp.search(query) ~ '^PT422 query_too_short'
$$;
create function pg_temp.short() returns text[] language sql as $$
  select array_agg(query order by query nulls first)
  from unnest(array[null, '', ' @ ', 'a', '@a', '.', 'a b', '1', 'é', 'a-b']) as query
$$;
create function pg_temp.listed() returns text[] language sql as $$
  select array_agg(username::text order by username) from social.profiles
$$;
create function pg_temp.counted() returns bigint language sql as $$
  select count(*) from social.profile_counts
$$;
create temp table everyone as select array_agg(username::text order by username) as names
from social.profiles;
grant select on everyone to anon, authenticated;

-- By default: signed_in
select social_tests.act_as_anon();
select is(pg_temp.refused(), pg_temp.short(),
  'SEC-88 without a login, a search for less than two letters is refused');
select is(pg_temp.search(null, encode('1:alice', 'hex')), (select outcome from social_tests.outcome(
  'select from social.profile_search('''')') as outcome),
  'SEC-88 without a login, a cursor does not continue a list of all people');
select is(pg_temp.search('al'), '1 rows', 'without a login, a search for two letters works');
select is((select array_agg(username) from social.profile_search('a1')), array['a1b'],
  'SEC-88 a letter before a digit does not list everybody whose name begins with the letter');
select is(pg_temp.listed(), null, 'SEC-88 without a login, the table profiles is empty');
select is(pg_temp.counted(), 0::bigint,
  'SEC-88 without a login, the view profile_counts is empty');
select is((select username from social.profile(social_tests.id('alice'))), 'alice',
  'without a login, a known profile can be read');
select social_tests.act_as('guest', '{"is_anonymous": true}');
select is(pg_temp.refused(), pg_temp.short(),
  'SEC-88 an anonymous user counts as a person without a login');
select is(pg_temp.listed(), null,
  'SEC-88 for an anonymous user, the table profiles is empty');
select social_tests.act_as('mallory');
select is(pg_temp.refused(), null, 'signed-in people may list all people');
select is(pg_temp.listed(), (select names from everyone),
  'signed-in people read everybody in the table profiles');

select social_tests.act_as_operator();
update social_private.config set directory_visibility = 'nobody';
select social_tests.act_as('mallory');
select is(pg_temp.refused(), pg_temp.short(),
  'SEC-88 with "nobody", a signed-in person cannot list all people by a search');
select is(pg_temp.search('al'), '1 rows', 'with "nobody", a search for two letters works');
select is(pg_temp.listed(), array['mallory'],
  'SEC-88 with "nobody", a person reads only their own row of the table profiles');
select is(pg_temp.counted(), 1::bigint,
  'SEC-88 with "nobody", a person reads only their own row of the view profile_counts');
select is((select count(*) from social.follows), 1::bigint,
  'with "nobody", people still read their own follows');
select is((select count(*) from social.post_mentions), 1::bigint,
  'with "nobody", people still read the mentions of posts that they see');
select is((select count(*) from social.posts), 1::bigint,
  'with "nobody", people still read posts');

select social_tests.act_as_operator();
update social_private.config set directory_visibility = 'everybody';
select social_tests.act_as_anon();
select is(pg_temp.refused(), null, 'with "everybody", everybody may list all people');
select is(pg_temp.listed(), (select names from everyone),
  'with "everybody", everybody reads the table profiles if it is open to everybody');
select social_tests.act_as_operator();
select throws_ok($$update social_private.config set directory_visibility = 'public'$$, '23514',
  null, 'the setting has no other values');

select * from finish();
rollback;
