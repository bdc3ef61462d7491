begin;
select plan(5);
select social_tests.person(name) from unnest(array['viewer', 'old', 'friend', 'new', 'tagger']) as name;
update social.profiles set created_at = now() - interval '30 days' where username <> 'new';
select social_tests.follow('friend', 'old'), social_tests.follow('old', 'friend');
select social_tests.follow('friend', 'tagger'), social_tests.follow('friend', 'new');
select social_tests.post('old', 'old ' || number, at => now() - number * interval '1 hour')
from generate_series(1, 4) as number;
select social_tests.post('friend', 'friend', at => now() - interval '2 days');
select social_tests.post('new', 'new', at => now());

create function pg_temp.refresh() returns void language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  update social_private.explore_refreshes set refreshed_at = '-infinity';
  perform social_private.refresh_explore_pool();
end;
$$;
select pg_temp.refresh();
select social_tests.act_as('viewer');
select is(
  (select array_agg(caption) from social.explore_posts()), array['old 1', 'friend', 'old 2', 'new'],
  'explore shows two posts of an author, the second one later, and new accounts last');

select social_tests.act_as_operator();
update social.profiles set created_at = now() - interval '30 days' where username = 'new';
select pg_temp.refresh();
select is(
  (select post_id from social_private.explore_pool order by generation desc, place limit 1),
  social_tests.post_id('new'), 'the post of an account that is old enough has its place by score');
select is(
  social_private.refresh_explore_pool(), 0, 'the pool is not refreshed again within five minutes');

-- Two authors with posts of one hashtag: the second one comes after a post without the hashtag.
update social.posts set hashtags = '[{"hashtag": "sky", "start": 0, "end": 4}]'
where caption in ('old 1', 'tagged');
select social_tests.post('tagger', 'tagged', at => now() - interval '61 minutes');
update social.posts set hashtags = '[{"hashtag": "sky", "start": 0, "end": 4}]'
where caption in ('old 1', 'tagged');
select pg_temp.refresh();
select ok(
  (select array_position(array_agg(caption order by place), 'new')
    < array_position(array_agg(caption order by place), 'tagged')
  from social_private.explore_pool join social.posts on posts.id = post_id
  where generation = (select max(generation) from social_private.explore_pool)),
  'posts of one hashtag do not follow each other closely');
update social_private.explore_pool set generation = generation - 3700000000;
select pg_temp.refresh();
select is(
  (select count(distinct generation) from social_private.explore_pool), 1::bigint,
  'generations that are older than an hour are deleted');

select * from finish();
rollback;
