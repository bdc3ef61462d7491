begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'gone']) as name;
select social_tests.post('alice', 'sunrise', at => '2025-01-01');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');
delete from social_private.count_updates;

create function pg_temp.counts() returns text language sql as $$
  select concat_ws(' ', post.like_count, post.comment_count, alice.follower_count)
  from social.post(social_tests.post_id('sunrise')) as post,
    social.profile(social_tests.id('alice')) as alice
$$;
create function pg_temp.imported(kind text, item jsonb) returns integer language sql as $$
  select imported_count from social.import_items(social_tests.id('gone'), kind,
    jsonb_build_array(item || jsonb_build_object('created_at', now())))
$$;
select is(
  pg_temp.imported('likes', jsonb_build_object(
    'kind', 'post', 'id', social_tests.post_id('sunrise')))
  + pg_temp.imported('comments', jsonb_build_object(
    'id', social_private.uuid_v7(now()), 'post_id', social_tests.post_id('sunrise'), 'body', 'hi'))
  + pg_temp.imported('follows', jsonb_build_object(
    'direction', 'following', 'profile', jsonb_build_object('id', social_tests.id('alice')))),
  3, 'items of an inactive person can be imported');
select social_tests.work();
select is(pg_temp.counts(), '0 0 0', 'the worker stops counting the imported items');
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('gone');
select is(pg_temp.counts(), '1 1 1', 'they count when the person is active again');
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that count');

select * from finish();
rollback;
