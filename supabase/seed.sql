-- Demo data for a local stack: nine logins with the password `demo-password` and relationships
-- between them. `npm start` then posts the photos in seed/photos through the SDK,
-- because files must go through the Storage API.

create extension if not exists pgcrypto with schema extensions;

-- Auth fills these columns itself, and its tables have no defaults. Auth cannot read a user without
-- these values.
insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, created_at,
  updated_at, raw_app_meta_data, raw_user_meta_data, confirmation_token, recovery_token,
  email_change, email_change_token_new
)
select
  '00000000-0000-0000-0000-000000000000', person.id, 'authenticated', 'authenticated',
  person.username || '@example.com',
  extensions.crypt('demo-password', extensions.gen_salt('bf', 8)), now(), now(), now(),
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object(
    'social_username', person.username, 'social_display_name', person.display_name),
  '', '', '', ''
from (values
  ('a0000000-0000-4000-8000-000000000001'::uuid, 'maya', 'Maya Lindqvist'),
  ('a0000000-0000-4000-8000-000000000002', 'tomas', 'Tomás Rey'),
  ('a0000000-0000-4000-8000-000000000003', 'noor', 'Noor Haddad'),
  ('a0000000-0000-4000-8000-000000000004', 'kenji', 'Kenji Mori'),
  ('a0000000-0000-4000-8000-000000000005', 'priya', 'Priya Nair'),
  ('a0000000-0000-4000-8000-000000000006', 'jonas', 'Jonas Weber'),
  ('a0000000-0000-4000-8000-000000000007', 'hana', '佐藤 花'),
  ('a0000000-0000-4000-8000-000000000008', 'amir', 'امیر رحیمی'),
  ('a0000000-0000-4000-8000-000000000009', 'lucia', 'Lúcia Ferrer')
) as person (id, username, display_name)
on conflict (id) do nothing;

insert into auth.identities (
  id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at
)
select
  gen_random_uuid(), 'email', users.id::text, users.id,
  jsonb_build_object('sub', users.id, 'email', users.email, 'email_verified', true),
  now(), now(), now()
from auth.users
where users.id::text like 'a0000000-0000-4000-8000-%'
on conflict do nothing;

-- The demo people joined 90 days ago, so the stricter rate limits of new accounts do not apply.
update social.profiles set
  bio = person.bio, is_private = person.is_private, created_at = now() - interval '90 days'
from (values
  ('maya', 'Mountains, mostly before breakfast.', false),
  ('tomas', 'City lights and long exposures.', false),
  ('noor', 'I cook, I paint, I take pictures of both.', false),
  ('kenji', 'Two dogs. One of them is a very good boy.', false),
  ('priya', 'Flowers, bees and whatever else holds still.', false),
  ('jonas', 'Private account: ask to follow.', true),
  ('hana', '窓際の席が好き。', false),
  ('amir', 'نقاش، بیشتر شب‌ها.', false),
  ('lucia', 'Flors, sobretot dàlies.', false)
) as person (username, bio, is_private)
where profiles.username = person.username;

-- Maya follows the first six people, who follow the last three. So the last three are in her explore
-- and in her suggestions. Jonas has accepted Maya, and Tomás has a pending request.
insert into social.follows (follower_id, followee_id, state, accepted_at)
select follower.id, followee.id, edge.state::social.follow_state,
  case edge.state when 'accepted' then now() end
from (values
  ('maya', 'tomas', 'accepted'), ('maya', 'noor', 'accepted'), ('maya', 'kenji', 'accepted'),
  ('maya', 'priya', 'accepted'), ('maya', 'jonas', 'accepted'), ('tomas', 'maya', 'accepted'),
  ('tomas', 'noor', 'accepted'), ('tomas', 'jonas', 'pending'), ('noor', 'maya', 'accepted'),
  ('noor', 'priya', 'accepted'), ('kenji', 'maya', 'accepted'), ('kenji', 'priya', 'accepted'),
  ('priya', 'maya', 'accepted'), ('jonas', 'maya', 'accepted'), ('jonas', 'kenji', 'accepted'),
  ('tomas', 'hana', 'accepted'), ('noor', 'hana', 'accepted'), ('kenji', 'hana', 'accepted'),
  ('tomas', 'amir', 'accepted'), ('noor', 'amir', 'accepted'), ('kenji', 'lucia', 'accepted'),
  ('priya', 'lucia', 'accepted'), ('hana', 'kenji', 'accepted'), ('hana', 'tomas', 'accepted'),
  ('amir', 'noor', 'accepted'), ('lucia', 'priya', 'accepted')
) as edge (follower, followee, state)
join social.profiles as follower on follower.username = edge.follower
join social.profiles as followee on followee.username = edge.followee
on conflict do nothing;

-- Maya is a close friend of Kenji, and Noor blocks Kenji.
insert into social_private.close_friends (owner_id, friend_id)
select owner.id, friend.id
from social.profiles as owner, social.profiles as friend
where owner.username = 'kenji' and friend.username = 'maya'
on conflict do nothing;

insert into social_private.blocks (blocker_id, blocked_id)
select blocker.id, blocked.id
from social.profiles as blocker, social.profiles as blocked
where blocker.username = 'noor' and blocked.username = 'kenji'
on conflict do nothing;
