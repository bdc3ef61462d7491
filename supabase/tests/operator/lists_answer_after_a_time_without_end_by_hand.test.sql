begin;
select plan(7);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dan']) as name;
select social_tests.post('alice', 'sea');
select social_tests.like(name, 'sea') from unnest(array['bob', 'carol', 'dan']) as name;
select social_tests.follow(name, 'alice') from unnest(array['bob', 'carol', 'dan']) as name;

update social.likes set created_at = 'infinity' where user_id = social_tests.id('bob');
update social.likes set created_at = '-infinity' where user_id = social_tests.id('carol');
update social.follows set accepted_at = 'infinity' where follower_id = social_tests.id('bob');
update social.follows set accepted_at = '-infinity' where follower_id = social_tests.id('carol');

create function pg_temp.walk(list text, argument uuid) returns text[] language plpgsql as $$
declare
  names text[] := '{}';
  last text;
  entry record;
begin
  for page in 1..5 loop
    execute format('select username, cursor from social.%I($1, $2, 1)', list)
    into entry using argument, last;
    exit when entry is null;
    names := names || entry.username::text;
    last := entry.cursor;
  end loop;
  return names;
end $$;

select social_tests.act_as('alice');
select is(pg_temp.walk('post_likers', social_tests.post_id('sea')), '{bob,dan,carol}',
  'a list of likers reaches the likes before and after all times, page by page');
select is(pg_temp.walk('profile_followers', social_tests.id('alice')), '{bob,dan,carol}',
  'a list of followers reaches the follows before and after all times, page by page');

select social_tests.act_as_operator();
update social.posts set pinned_at = '-infinity';
insert into social.saves (user_id, post_id, created_at)
values (social_tests.id('bob'), social_tests.post_id('sea'), '-infinity');
insert into social_private.mutes (muter_id, muted_id, created_at)
values (social_tests.id('bob'), social_tests.id('dan'), 'infinity');
select social_tests.act_as('bob');
select lives_ok($$select * from social.profile_posts(social_tests.id('alice'))$$,
  'a profile with a post that is pinned before all times answers');
select is((select count(*) from social.saved_posts()), 1::bigint,
  'a post that is saved before all times is listed');
select is((select count(*) from social.muted_profiles()), 1::bigint,
  'a mute after all times is listed');

select social_tests.act_as_operator();
update social.posts set pinned_at = null, hashtags = '{}';
select is((select hashtags from social.posts), '[]',
  'hashtags that are written by hand are those of the caption');
insert into social.posts (author_id, caption, visibility, hashtags) values
  (social_tests.id('alice'), 'plain', 'public', '[{"hashtag": "sea", "start": 0, "end": 4}]');
select is((select hashtags from social.posts where caption = 'plain'), '[]',
  'hashtags that are inserted by hand are those of the caption');
select * from finish();
rollback;
