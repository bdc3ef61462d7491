begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
update social_private.config set allow_text_posts = true;
select social_tests.post('bob', 'of bob', at => now() - interval '1 day');
select social_tests.comment('bob', 'of bob', 'first');
insert into social_private.bells (ringer_id, author_id)
values (social_tests.id('bob'), social_tests.id('alice'));
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('of bob'));
select social_tests.act_as('bob');
select social.watch_notifications();
select social.mark_notifications_seen((select cursor from social.notifications()));

create function pg_temp.imported(kind text, item jsonb) returns integer language sql
return (
  select imported_count from social.import_items(social_tests.id('alice'), imported.kind,
    jsonb_build_array(jsonb_build_object('created_at', now()) || imported.item)));
select social_tests.act_as_service();
select is(
  array[
    pg_temp.imported('posts', jsonb_build_object('id', gen_random_uuid(), 'caption', 'With @bob',
      'visibility', 'public', 'is_sensitive', false, 'comment_policy', 'everyone', 'media', '[]'::jsonb)),
    pg_temp.imported('comments', jsonb_build_object('id', gen_random_uuid(), 'body', 'Hello @bob',
      'post_id', social_tests.post_id('of bob'), 'parent_id', social_tests.comment_id('first'))),
    pg_temp.imported('likes', jsonb_build_object(
      'kind', 'post', 'id', social_tests.post_id('of bob'))),
    pg_temp.imported('likes', jsonb_build_object(
      'kind', 'comment', 'id', social_tests.comment_id('first'))),
    pg_temp.imported('follows', jsonb_build_object(
      'direction', 'following', 'profile', jsonb_build_object('id', social_tests.id('bob'))))
  ], array[1, 1, 1, 1, 1],
  'a post, a comment, likes and a follow that concern a person are imported');
select social_tests.work();
select is(
  (select count(*) from social_private.notifications), 1::bigint, 'an import notifies nobody');
select social_tests.act_as('bob');
select is(social.unseen_count(), 0, 'nothing is unseen after an import');
select social_tests.act_as('alice');
select social.unlike_post(social_tests.post_id('of bob'));
select social.like_post(social_tests.post_id('of bob'));
select social_tests.act_as('bob');
select is(social.unseen_count(), 1, 'what a person does after the import notifies others');

select * from finish();
rollback;
