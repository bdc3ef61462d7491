begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('bob', 'post ' || n), social_tests.post('alice', 'of alice ' || n)
from generate_series(1, 3) as n;
select social_tests.comment('alice', 'post 1', 'comment ' || n) from generate_series(1, 3) as n;
insert into social.likes (user_id, post_id)
select social_tests.id('alice'), id from social.posts where caption like 'post%';
insert into social.saves (user_id, post_id)
select social_tests.id('alice'), id from social.posts where caption like 'post%';
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('alice'), id from social.comments;
select social_tests.follow('alice', name), social_tests.follow(name, 'alice')
from unnest(array['bob', 'carol', 'dave']) as name;
insert into social_private.mutes (muter_id, muted_id)
select social_tests.id('alice'), social_tests.id(name)
from unnest(array['bob', 'carol', 'dave']) as name;
insert into social_private.close_friends (owner_id, friend_id)
select muter_id, muted_id from social_private.mutes;
insert into social_private.blocks (blocker_id, blocked_id)
select muter_id, muted_id from social_private.mutes;
insert into social_private.bells (ringer_id, author_id)
select muter_id, muted_id from social_private.mutes;
insert into social_private.muted_posts (profile_id, post_id)
select social_tests.id('alice'), id from social.posts where caption like 'post%';
insert into social_private.hashtag_follows (profile_id, hashtag)
select social_tests.id('alice'), tag from unnest(array['sea', 'sky', 'sun']) as tag;
insert into social_private.muted_words (profile_id, word, display)
select social_tests.id('alice'), word, word from unnest(array['rain', 'snow', 'wind']) as word;
insert into social_private.dismissed_suggestions (profile_id, dismissed_id)
select muter_id, muted_id from social_private.mutes;
insert into social_private.feed_dampers (profile_id, kind, author_id, expires_at)
select muter_id, 'author', muted_id, now() + interval '1 day' from social_private.mutes;
insert into social_private.notification_groups (recipient_id, kind, target_id, generation)
select social_tests.id('alice'), 'follow', social_tests.id('alice'), 1;
insert into social_private.notifications (group_id, actor_id, object_id)
select groups.id, muted_id, muter_id
from social_private.mutes, social_private.notification_groups as groups;
select social_private.attach_media(
  social_tests.id('alice'), social_tests.post_id('of alice 1'), social_tests.media(
    social_tests.upload('alice'), social_tests.upload('alice'), social_tests.upload('alice')));

create function pg_temp.count(stream text, size integer) returns bigint language sql
return (
  select count(*)
  from social_private.export_items(social_tests.id('alice'), count.stream, null, count.size));
create temp view streams as
select stream from unnest(social_private.export_streams()) as stream
where stream not in ('export', 'settings', 'avatar');

select is_empty(
  $$select stream, pg_temp.count(stream, 9) from streams where pg_temp.count(stream, 9) <> 3$$,
  'export_items returns all three items of each kind when the page size is nine');
select is_empty(
  $$select stream, pg_temp.count(stream, 2) from streams where pg_temp.count(stream, 2) <> 2$$,
  'export_items returns two of three items of each kind when the page size is two');

select * from finish();
rollback;
