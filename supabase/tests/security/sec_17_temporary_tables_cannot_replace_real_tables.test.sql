begin;
select plan(8);
select social_tests.person('alice', true);
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

-- A function that read these temporary tables instead of the real ones would get forged rows. The
-- operator creates them, because LIKE needs a right on the whole table.
create temp table profiles (like social.profiles);
create temp table follows (like social.follows);
create temp table posts (like social.posts);
create temp table post_media (like social.post_media);
create temp table comments (like social.comments);
create temp table likes (like social.likes);
create temp table saves (like social.saves);
create temp table sessions (id uuid, user_id uuid, not_after timestamptz);
create temp table users (id uuid, is_anonymous boolean);
create temp table accounts (profile_id uuid, audience_level smallint);
create temp table blocks (blocker_id uuid, blocked_id uuid);
create temp table close_friends (owner_id uuid, friend_id uuid);
create temp table config (comment_length integer, allow_text_posts boolean);
create temp table errors (code text, status integer, detail text, hint text);
create temp table objects (bucket_id text, name text, metadata jsonb);
grant all on profiles, follows, posts, post_media, comments, likes, saves, sessions, users, accounts,
  blocks, close_friends, config, errors, objects to authenticated;
select social_tests.act_as('mallory');
insert into config values (100000, true);
insert into accounts values (social_tests.id('alice'), 2), (auth.uid(), 2);
insert into close_friends values (social_tests.id('alice'), auth.uid());
insert into follows select
  auth.uid(), social_tests.id('alice'), 'accepted', now(), now();
insert into posts (id, author_id, caption, visibility, is_sensitive, hashtags, comment_policy, created_at,
  is_restorable, audience)
values (
  social_tests.post_id('sunrise'), auth.uid(), 'forged', 'public', false, '[]', 'everyone', now(), false,
  'public');
create function pg_temp.now() returns timestamptz language sql return 'infinity'::timestamptz;
create function pg_temp.uid() returns uuid language sql return social_tests.id('alice');

select social_tests.remember();
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-17 forged temporary rows of follows and posts do not make a private post visible');
select throws_ok(
  format('select social.like_post(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found', 'SEC-17 a forged temporary row of posts does not allow liking a private post');
select throws_ok(
  format('select social.delete_post(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found',
  'SEC-17 a forged temporary row of posts does not allow deleting a post of another person');
select throws_ok(
  'select social.create_post(''hello'')', 'PT422', 'media_required',
  'SEC-17 a forged temporary row of config does not change the settings');
select is_empty('select * from social.posts', 'SEC-17 the policies on posts read the real tables');
select is_empty('select * from social.home_feed()', 'SEC-17 the home feed reads the real tables');
select is((social.my_profile()).username, 'mallory',
  'SEC-17 my_profile reads the real table');
select ok(social_tests.is_unchanged(), 'SEC-17 calls with forged temporary tables change no row');

select * from finish();
rollback;
