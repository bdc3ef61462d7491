-- Generates the people. n is the rank of a person by popularity. activity is another, random rank.
-- Person 1 is the celebrity. Person 2 is a private account with many follow requests. Persons 3 to
-- 6 are the named viewers, who read pages in the benchmark. Person 7 has no followers and follows nobody. 15 % of the
-- people are quiet: they stopped posting 31 to 300 days ago.
create table bench.people as
select
  n,
  bench.random_uuid() as id,
  row_number() over (order by case when n = 1 then 0.001 else random() end) as activity,
  case when random() < 0.85 or n < 8 then now()
    else now() - interval '1 day' * (31 + 269 * random()) end as ended_at,
  case when n = 2 then true when n < 8 then false else random() < 0.2 end as is_private,
  (array['anna', 'ben', 'clara', 'david', 'elena', 'felix', 'greta', 'hugo', 'ida', 'jonas',
    'karla', 'liam', 'maria', 'noah', 'olga', 'paul', 'rosa', 'simon', 'tara', 'ulf', 'vera',
    'willem', 'yara', 'zoe', 'amir', 'bianca', 'carlos', 'dunja', 'emre', 'fatima', 'george',
    'hanna'])[1 + floor(32 * random())::int] as first_name,
  (array['berg', 'costa', 'dahl', 'engel', 'fischer', 'garcia', 'hansen', 'ivanov', 'jansen',
    'keller', 'lopez', 'meyer', 'novak', 'okafor', 'petrov', 'quist', 'rossi', 'santos', 'tanaka',
    'urban', 'vogel', 'weber', 'yilmaz', 'zimmer', 'almeida', 'brandt', 'chen', 'duarte',
    'eriksen', 'fontana', 'gruber', 'holm'])[1 + floor(32 * random())::int] as last_name
from generate_series(1, current_setting('bench.people')::int) as n;

-- Append a number that makes every username unique. Use only digits that do not look like letters.
alter table bench.people add username text;
update bench.people set username = first_name || '.' || last_name || ltrim(translate(
  concat(n / 279936 % 6, n / 46656 % 6, n / 7776 % 6, n / 1296 % 6, n / 216 % 6, n / 36 % 6,
    n / 6 % 6, n % 6), '0135', '6789'), '6');
alter table bench.people add primary key (n);
create unique index on bench.people (activity);
analyze bench.people;

create table bench.named (name text primary key, id uuid not null);
insert into bench.named
select name, id
from bench.people
join (values
  (1, 'celebrity'), (2, 'requested'), (3, 'follows 50'), (4, 'follows 500'),
  (5, 'follows 5,000'), (6, 'follows 5,000 quiet'), (7, 'nobody')
) as names (n, name) using (n);

insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, confirmation_token,
  recovery_token, email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data,
  created_at, updated_at
)
select
  '00000000-0000-0000-0000-000000000000', id, 'authenticated', 'authenticated',
  username || '@example.com', '', now(), '', '', '', '', '{}', '{}', now() - interval '400 days',
  now() - interval '400 days'
from bench.people;

-- Every person has one session. The session has the same id as the person.
insert into auth.sessions (id, user_id, aal, created_at, updated_at)
select id, id, 'aal1', now(), now() from bench.people;

insert into social.profiles
  (id, username, display_name, bio, website, avatar_path, is_private, created_at)
select
  id, username,
  case when random() < 0.9 then initcap(first_name || ' ' || last_name) end,
  case when random() < 0.6 then 'Photographs of ' || last_name || ' and around. ' || first_name end,
  case when random() < 0.1 then 'https://example.com/' || n end,
  case when random() < 0.7 then id || '/' || bench.random_uuid() || '.jpg' end,
  is_private, now() - interval '400 days'
from bench.people
order by random();

insert into social_private.accounts (profile_id, is_private)
select id, is_private from social.profiles;
analyze social_private.accounts;

insert into social_private.search_keys (key, username)
select key, username
from social.profiles, unnest(social_private.search_keys_of(username, display_name)) as key;

-- The write tests publish posts without media, so allow posts without media.
update social_private.config set allow_text_posts = true;
