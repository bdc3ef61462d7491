-- Demo data for a local stack: 46 logins with the password `demo-password` and relationships
-- between them. `npm start` then adds posts, comments, likes and notifications from the folder
-- seed, because the files of the posts must go into Storage.

create extension if not exists pgcrypto with schema extensions;

create or replace temporary view demo_people as
select
  ('a0000000-0000-4000-8000-' || lpad(place::text, 12, '0'))::uuid as id,
  place, username, display_name, bio, is_private
from (
  values
    (1, 'maya', 'Maya Lindqvist', 'Mountains, mostly before breakfast.', false),
    (2, 'tomas', 'Tomás Rey', 'City lights and long exposures.', false),
    (3, 'noor', 'Noor Haddad', 'I cook, I paint, I take pictures of both.', false),
    (4, 'kenji', 'Kenji Mori', 'Two dogs. One of them is a very good boy.', false),
    (5, 'priya', 'Priya Nair', 'Flowers, bees and whatever else holds still.', false),
    (6, 'jonas', 'Jonas Weber', 'Private account: ask to follow.', true),
    (7, 'hana', '佐藤 花', '窓際の席が好き。', false),
    (8, 'amir', 'امیر رحیمی', 'نقاش، بیشتر شب‌ها.', false),
    (9, 'lucia', 'Lúcia Ferrer', 'Flors, sobretot dàlies.', false),
    (10, 'elena', 'Elena Marchetti', 'Old stones, new shoes. Roma.', false),
    (11, 'wei', '张伟', '走到哪里，拍到哪里。', false),
    (12, 'arjun', 'Arjun Mehta', 'Architect. I draw what others walk past.', false),
    (13, 'ana', 'Ana Souza', 'Carioca. Sol, mar e morro.', false),
    (14, 'ingrid', 'Ingrid Solberg', 'Horses first, everything else later.', false),
    (15, 'mateo', 'Mateo Quispe', 'Guía de montaña. Cusco.', false),
    (16, 'sofia', 'Sofía Herrera', 'Arqueología y tacos.', false),
    (17, 'yusuf', 'Yusuf Demir', 'Tea, tiles and the sea.', false),
    (18, 'leila', 'ليلى منصور', 'أحبّ الحجر والصحراء.', false),
    (19, 'claire', 'Claire Fontaine', 'Châteaux le dimanche.', false),
    (20, 'hugo', 'Hugo Lefèvre', 'À vélo, du Rhône à la mer.', false),
    (21, 'olivia', 'Olivia Hart', 'Small farm, many opinions, mostly of the hens.', false),
    (22, 'sam', 'Sam Okafor', 'Weekend walker.', false),
    (23, 'zuri', 'Zuri Mwangi', 'Colour, pattern, more colour.', false),
    (24, 'daniel', 'Daniel Cohen', 'Astronomy for people with clouds.', false),
    (25, 'mina', '김미나', '고양이 두 마리와 삽니다.', false),
    (26, 'raj', 'Raj Patel', 'Monsoon photographer.', false),
    (27, 'emma', 'Emma de Vries', 'Koeien, polders, fiets.', false),
    (28, 'pavel', 'Павел Орлов', 'Смотрю вверх.', false),
    (29, 'nadia', 'Nadia Petrova', 'Ceramics and quiet mornings.', false),
    (30, 'oskar', 'Oskar Nowak', 'Birds. Only birds.', false),
    (31, 'freya', 'Freya Madsen', 'Cold water swimmer.', false),
    (32, 'tariq', 'Tariq Nasser', 'Bread, books, bicycles.', false),
    (33, 'chloe', 'Chloé Girard', 'Gothic, but cheerful.', false),
    (34, 'ben', 'Ben Whitaker', 'Dog person. Please send dogs.', false),
    (35, 'rosa', 'Rosa Jiménez', 'Huerto urbano y sobremesas.', false),
    (36, 'ivy', 'Ivy Chen', 'Illustrator. Shapes are my friends.', false),
    (37, 'nils', 'Nils Bergström', 'Just for friends.', true),
    (38, 'dalia', 'Dalia Haddad', 'Family and food. Private.', true),
    (39, 'marek', 'Marek Svoboda', 'Repairs clocks, forgets the time.', false),
    (40, 'sana', 'Sana Iqbal', 'Chai, then architecture.', false),
    (41, 'kofi', 'Kofi Mensah', 'Drums and sunsets.', false),
    (42, 'aroha', 'Aroha Ngata', 'Kia ora! Ocean and sky.', false),
    (43, 'theo', 'Theo Papadakis', 'Moderator of this demo.', false),
    (44, 'ruth', 'Ruth Adeyemi', 'Administrator of this demo. I read every report.', false),
    (45, 'vic', 'Vic Vance', 'Says what he thinks. Twice.', false),
    (46, 'freegifts', 'Daily Free Gifts', 'Win a phone every day! Write to us now!', false)
) as person (place, username, display_name, bio, is_private);

-- Auth fills these columns itself, and its tables have no defaults. Auth cannot read a user without
-- these values. All people share one hash, because a hash takes longer than all other statements.
with secret as materialized (
  select extensions.crypt('demo-password', extensions.gen_salt('bf', 8)) as hash
)
insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, created_at,
  updated_at, raw_app_meta_data, raw_user_meta_data, confirmation_token, recovery_token,
  email_change, email_change_token_new
)
select
  '00000000-0000-0000-0000-000000000000', person.id, 'authenticated', 'authenticated',
  person.username || '@example.com', secret.hash, now(), now(), now(),
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object(
    'social_username', person.username, 'social_display_name', person.display_name),
  '', '', '', ''
from demo_people as person, secret
order by person.place
on conflict (id) do nothing;

insert into auth.identities (
  id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at
)
select
  gen_random_uuid(), 'email', users.id::text, users.id,
  jsonb_build_object('sub', users.id, 'email', users.email, 'email_verified', true),
  now(), now(), now()
from auth.users
where users.id in (select id from demo_people)
on conflict do nothing;

-- The demo people joined long ago, so the stricter rate limits of new accounts do not apply.
update social.profiles set
  bio = person.bio, is_private = person.is_private,
  created_at = now() - interval '400 days' + person.place * interval '4 days'
from demo_people as person
where profiles.id = person.id;

-- Maya follows the first six people, who follow the next three. So these three are in her explore
-- and in her suggestions. Jonas has accepted Maya, and Tomás has a pending request. These follows
-- are the latest, so they are in the notifications.
insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
select follower.id, followee.id, edge.state::social.follow_state, edge.at,
  case edge.state when 'accepted' then edge.at end
from (
  select *, now() - interval '26 hours' - row_number() over () * interval '2 hours' as at
  from (
    values
      ('maya', 'tomas', 'accepted'), ('maya', 'noor', 'accepted'), ('maya', 'kenji', 'accepted'),
      ('maya', 'priya', 'accepted'), ('maya', 'jonas', 'accepted'),
      ('tomas', 'maya', 'accepted'), ('tomas', 'noor', 'accepted'),
      ('tomas', 'jonas', 'pending'), ('noor', 'maya', 'accepted'),
      ('noor', 'priya', 'accepted'), ('kenji', 'maya', 'accepted'),
      ('kenji', 'priya', 'accepted'), ('priya', 'maya', 'accepted'),
      ('jonas', 'maya', 'accepted'), ('jonas', 'kenji', 'accepted'),
      ('tomas', 'hana', 'accepted'), ('noor', 'hana', 'accepted'),
      ('kenji', 'hana', 'accepted'), ('tomas', 'amir', 'accepted'),
      ('noor', 'amir', 'accepted'), ('kenji', 'lucia', 'accepted'),
      ('priya', 'lucia', 'accepted'), ('hana', 'kenji', 'accepted'),
      ('hana', 'tomas', 'accepted'), ('amir', 'noor', 'accepted'),
      ('lucia', 'priya', 'accepted'), ('ben', 'dalia', 'pending'), ('rosa', 'nils', 'pending'),
      ('ingrid', 'nils', 'accepted')
  ) as edges (follower, followee, state)
) as edge
join demo_people as follower on follower.username = edge.follower
join demo_people as followee on followee.username = edge.followee
on conflict do nothing;

-- These people block each other, so neither follows the other.
insert into social_private.blocks (blocker_id, blocked_id)
select blocker.id, blocked.id
from (
  values ('noor', 'kenji'), ('priya', 'freegifts'), ('hugo', 'vic')
) as edge (blocker, blocked)
join demo_people as blocker on blocker.username = edge.blocker
join demo_people as blocked on blocked.username = edge.blocked
on conflict do nothing;

-- The other follows depend on a hash of the two names, so they are the same in every database. Some
-- people have more followers than others. Private accounts leave half of the requests open.
with edges as (
  select
    follower.id as follower_id, followee.id as followee_id, followee.is_private,
    abs(hashtextextended(follower.username || ' follows ' || followee.username, 0)) as roll,
    case
      when follower.username = 'maya' then case
        when followee.username in (
          'elena', 'mateo', 'ingrid', 'claire', 'mina', 'ben', 'arjun', 'pavel', 'ivy', 'nils')
        then 100 else 0
      end
      when followee.username in ('maya', 'kenji', 'olivia', 'ivy') then 55
      when followee.username in ('vic', 'freegifts') then 3
      else 24
    end as percent
  from demo_people as follower
  join demo_people as followee on followee.id <> follower.id
)
insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
select
  edges.follower_id, edges.followee_id,
  case when is_open then 'pending' else 'accepted' end::social.follow_state, at,
  case when not is_open then at end
from edges
cross join lateral (
  select
    is_private and percent < 100 and roll % 200 < percent as is_open,
    now() - interval '5 days' - roll / 100 % 300 * interval '1 day'
      - roll / 30000 % 1440 * interval '1 minute' as at
) as follow
where edges.roll % 100 < edges.percent
  and not social_private.is_blocked(edges.follower_id, edges.followee_id)
order by follow.at
on conflict do nothing;

-- Maya is a close friend of Kenji, and four people are close friends of Maya.
insert into social_private.close_friends (owner_id, friend_id)
select owner.id, friend.id
from (
  values
    ('kenji', 'maya'), ('maya', 'tomas'), ('maya', 'noor'), ('maya', 'kenji'), ('maya', 'priya')
) as edge (owner, friend)
join demo_people as owner on owner.username = edge.owner
join demo_people as friend on friend.username = edge.friend
on conflict do nothing;
