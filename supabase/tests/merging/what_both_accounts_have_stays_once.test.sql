begin;
select plan(12);
select social_tests.person(name, name in ('kept', 'priv')) from unnest(
  array['kept', 'old', 'priv', 'open', 'fan', 'both']) as name;
select social_tests.post('open', 'sunrise'), social_tests.post('old', 'of old'),
  social_tests.post('kept', 'of kept');
select social_tests.comment('open', 'sunrise', 'first');
select social_tests.like(who, 'sunrise') from unnest(array['kept', 'old', 'open']) as who;
select social_tests.like('kept', 'of old'), social_tests.like('old', 'of kept');
insert into social.comment_likes (user_id, comment_id)
select social_tests.id(who), social_tests.comment_id('first') from unnest(array['kept', 'old']) who;
insert into social.saves (user_id, post_id)
select social_tests.id(who), social_tests.post_id('sunrise') from unnest(array['kept', 'old']) who;
-- The two follow each other, and both follow the same people and have the same follower.
select social_tests.follow('kept', 'old'), social_tests.follow('old', 'kept');
select social_tests.follow('kept', 'open'), social_tests.follow('old', 'open');
select social_tests.request('kept', 'priv'), social_tests.follow('old', 'priv');
select social_tests.request('both', 'kept'), social_tests.follow('both', 'old');
select social_tests.request('fan', 'kept'), social_tests.follow('open', 'old');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('priv'), social_tests.id('old'));
insert into social_private.mutes (muter_id, muted_id, expires_at) values
  (social_tests.id('kept'), social_tests.id('fan'), now() + interval '1 day'),
  (social_tests.id('old'), social_tests.id('fan'), null),
  (social_tests.id('kept'), social_tests.id('old'), null);
update social.posts set pinned_at = now();
insert into social.post_mentions (post_id, profile_id, username, position, starts) values
  (social_tests.post_id('sunrise'), social_tests.id('kept'), 'kept', 1, '{0}'),
  (social_tests.post_id('sunrise'), social_tests.id('old'), 'old', 2, '{9}'),
  (social_tests.post_id('of old'), social_tests.id('kept'), 'kept', 1, '{0}'),
  (social_tests.post_id('of kept'), social_tests.id('old'), 'old', 1, '{0}');
select set_config('my.kept', social_tests.id('kept')::text, true);
select social_private.notify(social_tests.id(who), 'post_like', social_tests.id('open'),
  social_tests.post_id('sunrise'), social_tests.post_id('sunrise'))
from unnest(array['kept', 'old']) as who;

select lives_ok($$select social_private.merge_profiles('old', 'kept', 'One person')$$,
  'the accounts are merged');
select is_empty('select * from social_private.verify_counters()', 'all counters are exact');
select results_eq($$select like_count from social.post_counts order by post_id$$,
  'values (2), (1), (1)', 'a post that both like has one like of the account');
select is((select like_count from social.comment_counts), 1,
  'a comment that both like has one like of the account');
select is((select count(*) from social.saves), 1::bigint, 'a post that both saved is saved once');
select set_eq(
  $$
    select people.username, follows.state from social.follows
    join social.profiles as people on people.id = follows.followee_id
    where follower_id = current_setting('my.kept')::uuid
  $$, $$values ('open', 'accepted'::social.follow_state), ('priv', 'accepted')$$,
  'an accepted follow wins over a request, and nobody follows themselves');
select set_eq(
  $$
    select people.username, follows.state from social.follows
    join social.profiles as people on people.id = follows.follower_id
    where followee_id = current_setting('my.kept')::uuid
  $$,
  $$values ('both', 'accepted'::social.follow_state), ('open', 'accepted'), ('fan', 'pending')$$,
  'followers of the old account follow the private account, and its requests stay');
select is((select count(*) from social_private.close_friends
  where friend_id = current_setting('my.kept')::uuid), 1::bigint,
  'the account is a close friend where the old account was one');
select results_eq('select muter_id, expires_at from social_private.mutes',
  $$values (current_setting('my.kept')::uuid, null::timestamptz)$$,
  'the longer mute stays, and nobody mutes themselves');
select results_eq($$select caption from social.posts where pinned_at is not null order by id$$,
  $$values ('sunrise'), ('of kept')$$, 'the pins of the old account end');
select is(array(select (posts.caption, mentions.username)::text from social.post_mentions as mentions
    join social.posts on posts.id = mentions.post_id), array['(sunrise,kept)'],
  'a post mentions the account once, and nobody mentions themselves');
select is(social_tests.inbox('kept'), array['post_like open', 'post_like open'],
  'the notifications of both are listed');

select * from finish();
rollback;
