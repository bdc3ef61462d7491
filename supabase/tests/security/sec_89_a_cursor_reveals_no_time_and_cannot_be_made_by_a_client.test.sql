begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mallory']) as name;
select social_tests.post('alice', name) from unnest(array['sunrise', 'sunset']) as name;
insert into social.likes (user_id, post_id, created_at)
select social_tests.id(person), social_tests.post_id(post), time
from (values
  ('bob', timestamptz '2026-01-01 00:00:00.000001+00'),
  ('carol', '2026-01-01 00:00:00.000002+00')
) as likes (person, time), unnest(array['sunrise', 'sunset']) as post;
select social_tests.follow('bob', 'alice', '2026-01-01 00:00:00.000001+00');
select social_tests.follow('carol', 'alice', '2026-01-01 00:00:00.000002+00');

create function pg_temp.likers(post text) returns table (username text, cursor text)
language sql as $$
  select username, cursor from social.post_likers(social_tests.post_id(post))
$$;
create function pg_temp.page(after text) returns text language sql as $$
  select social_tests.outcome(format(
    'select from social.post_likers(%L, %L)', social_tests.post_id('sunrise'), after))
$$;
create temp table cursors as select null::text as list, null::text as username, null::text as cursor;
grant select, insert on cursors to authenticated;

select social_tests.act_as('mallory');
insert into cursors
select 'sunrise', * from pg_temp.likers('sunrise')
union all select 'sunset', * from pg_temp.likers('sunset')
union all
select 'followers', username, cursor from social.profile_followers(social_tests.id('alice'));

-- The time in microseconds, since 1970 and since 2000.
select is_empty(
  $$
    select list, username from cursors, unnest(array['1970-01-01', '2000-01-01']) as epoch
    where cursor ~ left(encode(int8send((extract(epoch from
      timestamptz '2026-01-01 00:00+00' - (epoch || ' 00:00+00')::timestamptz) * 1000000)::bigint),
      'hex'), 13)
  $$,
  'SEC-89 a cursor does not contain the time of its row');
select is_empty(
  $$
    select a.list, b.list from cursors as a join cursors as b on a.cursor > b.cursor
    where left(a.cursor, 8) = left(b.cursor, 8) or substr(a.cursor, 17, 8) = substr(b.cursor, 17, 8)
  $$,
  'SEC-89 cursors of rows with nearly the same time have nothing in common');
select is(
  (select cursor from pg_temp.likers('sunrise') where username = 'bob'),
  (select cursor from cursors where list = 'sunrise' and username = 'bob'),
  'SEC-89 a row has the same cursor in every answer');
select is(pg_temp.page((select cursor from cursors where list = 'sunrise' and username = 'carol')),
  '1 rows', 'the page after a cursor begins behind its row');
select is_empty(
  $$
    select place, digit, outcome
    from cursors,
      generate_series(1, length(cursor)) as place,
      unnest(array['0', '7', 'f']) as digit,
      pg_temp.page(overlay(cursor placing digit from place for 1)) as outcome
    where list = 'sunrise' and username = 'bob' and substr(cursor, place, 1) <> digit
      and outcome !~ '^PT400 cursor_invalid'
  $$,
  'SEC-89 a cursor in which one digit is changed is invalid');
select matches(
  pg_temp.page((select left(cursor, 32) || encode(uuid_send(social_tests.id('mallory')), 'hex')
    from cursors where list = 'sunrise' and username = 'bob')),
  '^PT400 cursor_invalid', 'SEC-89 a cursor with the id of another person is invalid');
select is_empty(
  $$
    select list, outcome from cursors, pg_temp.page(cursor) as outcome
    where list <> 'sunrise' and outcome !~ '^PT400 cursor_invalid'
  $$,
  'SEC-89 a cursor of another list, or of the same list of another post, is invalid');
select is_empty(
  $$
    select time from generate_series(
      timestamptz '2025-12-31', timestamptz '2026-01-02', '1 hour') as time,
      pg_temp.page(encode(int8send((extract(epoch from time) * 1000000)::bigint)
        || uuid_send(social_tests.id('bob')), 'hex')) as outcome
    where outcome !~ '^PT400 cursor_invalid'
  $$,
  'SEC-89 a time and an id are no cursor');

select social_tests.act_as_operator();
delete from social.likes where user_id = social_tests.id('carol');
select social_tests.act_as('mallory');
select is(pg_temp.page((select cursor from cursors where list = 'sunrise' and username = 'carol')),
  '1 rows', 'a cursor still works after its row is deleted');
select throws_ok('select from social_private.cursor_secrets', '42501', null,
  'SEC-89 a client cannot read the secret of the cursors');
select social_tests.act_as_operator();
update social_private.cursor_secrets set value = uuid_send(gen_random_uuid()) || value;
select social_tests.act_as('mallory');
select matches(
  pg_temp.page((select cursor from cursors where list = 'sunrise' and username = 'bob')),
  '^PT400 cursor_invalid', 'a new secret makes earlier cursors invalid');

select * from finish();
rollback;
