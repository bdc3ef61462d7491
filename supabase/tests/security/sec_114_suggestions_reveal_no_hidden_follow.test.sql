begin;
select plan(13);
select social_tests.person(name) from unnest(array[
  'viewer', 'anna', 'ben', 'closed', 'shy', 'one', 'two', 'three', 'foe', 'gone', 'other'
]) as name;
update social.profiles set created_at = now() - interval '1 year';
select social_tests.follow('viewer', name, now() - interval '3 days')
from unnest(array['anna', 'ben', 'shy']) as name;
select social_tests.follow(follower, followee, now() - interval '2 days')
from (values
  ('anna', 'one'), ('ben', 'one'), ('anna', 'two'), ('ben', 'three'), ('other', 'three'),
  ('one', 'other'), ('two', 'other')
) as edges (follower, followee);
select social_tests.post(name, name || ' post') from unnest(array['one', 'other']) as name;
select social_tests.block('foe', 'viewer');
update social_private.accounts set
  is_private = username = 'closed',
  following_visibility = case when username = 'shy' then 'only_me' else 'public'
    end::social.list_visibility,
  suspended_at = case when username = 'gone' then now() end
from social.profiles where profiles.id = profile_id;

-- Returns everything that the viewer reads, in a world with one more hidden row.
create function pg_temp.world(statement text, is_cached boolean default false)
  returns text language plpgsql as $$
declare
  seen text;
begin
  perform social_tests.act_as('viewer');
  if is_cached then
    perform from social.suggested_profiles();
  end if;
  perform social_tests.act_as_operator();
  execute statement;
  perform social_private.refresh_popular_profiles();
  perform social_tests.act_as('viewer');
  select string_agg(suggestion::text, '/') into seen from social.suggested_profiles() as suggestion;
  raise exception sqlstate 'UNDO0' using message = coalesce(seen, 'nothing');
exception when sqlstate 'UNDO0' then
  return sqlerrm;
end;
$$;
create function pg_temp.follows(follower text, variadic followees text[])
  returns text language sql as $$
  select string_agg(format(
    'select social_tests.follow(%L, %L, now() - interval ''1 hour'')', follower, followee), ';')
  from unnest(followees) as followee
$$;
create temp table base as select pg_temp.world('select') as seen;

select matches(
  (select seen from base), 'one.*(two.*three|three.*two)', 'the viewer gets suggestions in this world');
select isnt(
  pg_temp.world(pg_temp.follows('anna', 'three')), (select seen from base),
  'a follow that the viewer may see changes the suggestions');
select is(
  pg_temp.world(pg_temp.follows('closed', 'one', 'two', 'three', 'anna')), (select seen from base),
  'SEC-114 the follows of a private account change nothing');
select is(
  pg_temp.world(pg_temp.follows('shy', 'two', 'three', 'other')), (select seen from base),
  'SEC-114 the follows of a followee who hides them change nothing');
select is(
  pg_temp.world(pg_temp.follows('gone', 'two', 'three')), (select seen from base),
  'SEC-114 the follows of an inactive account change nothing');
select is(
  pg_temp.world(pg_temp.follows('closed', 'foe') || ';' || pg_temp.follows('gone', 'closed')),
  (select seen from base), 'SEC-114 follows between hidden people change nothing');
select is(
  pg_temp.world(format(
    'insert into social_private.mutes (muter_id, muted_id) values (%1$L, %2$L), (%2$L, %3$L)',
    social_tests.id('anna'), social_tests.id('one'), social_tests.id('viewer'))),
  (select seen from base), 'SEC-114 the mutes of other people change nothing');
select is(
  pg_temp.world(format(
    'insert into social_private.dismissed_suggestions values (%1$L, %2$L), (%3$L, %2$L)',
    social_tests.id('anna'), social_tests.id('one'), social_tests.id('two'))),
  (select seen from base), 'SEC-114 the dismissals of other people change nothing');
select is(
  pg_temp.world(pg_temp.follows('shy', 'two', 'three'), is_cached => true),
  pg_temp.world('select', is_cached => true), 'SEC-114 a hidden follow changes nothing if a cache exists, either');
-- Hidden follows take no place among the follows that are read.
select is(
  pg_temp.world($$
    select social_tests.person('secret' || n, is_private => true) from generate_series(1, 70) as n;
    select social_tests.follow('anna', 'secret' || n) from generate_series(1, 70) as n;
    update social_private.profile_counters set following_count = following_count - 70
    where profile_id = social_tests.id('anna')
  $$), (select seen from base),
  'SEC-114 hidden follows of a followee push no visible follow out of the suggestions');

create temp table crowds as
select kind, $$select social_tests.person($$ || quote_literal(kind) || $$ || n)
    from generate_series(1, 110) as n$$ as people
from unnest(array['blocker', 'sleeper', 'fan']) as kind;
select is(
  pg_temp.world((select people from crowds where kind = 'blocker') || $$;
    insert into social_private.blocks (blocker_id, blocked_id)
    select id, social_tests.id('viewer') from social.profiles where username like 'blocker%';
    select social_tests.follow('anna', username), social_tests.follow('ben', username)
    from social.profiles where username like 'blocker%';
    update social_private.profile_counters set following_count = following_count - 110
    where profile_id in (social_tests.id('anna'), social_tests.id('ben'))
  $$), (select seen from base),
  'SEC-114 follows of people who block the viewer push nobody out');
select is(
  pg_temp.world((select people from crowds where kind = 'sleeper') || $$;
    select social_tests.follow('other', 'viewer', now() - interval '1 hour');
    update social_private.accounts set suspended_at = now() from social.profiles
    where profiles.id = profile_id and username like 'sleeper%';
    select social_tests.follow(username, 'viewer') from social.profiles
    where username like 'sleeper%'
  $$),
  pg_temp.world($$select social_tests.follow('other', 'viewer', now() - interval '1 hour')$$),
  'SEC-114 inactive followers of the viewer push nobody out');
select is(
  pg_temp.world((select people from crowds where kind = 'fan') || $$;
    insert into social_private.popular_profiles (place, profile_id)
    select row_number() over (order by id), id from social.profiles where username like 'fan%';
    insert into social_private.popular_profiles (place, profile_id)
    values (200, social_tests.id('other'));
    update social_private.accounts set suspended_at = now() from social.profiles
    where profiles.id = profile_id and username like 'fan%'
  $$),
  pg_temp.world($$insert into social_private.popular_profiles (place, profile_id)
    values (200, social_tests.id('other'))$$),
  'SEC-114 popular people who became inactive push nobody out');

select * from finish();
rollback;
