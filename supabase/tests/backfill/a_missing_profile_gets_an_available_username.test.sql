begin;
select plan(28);

create function social_tests.backfill(name text, wanted text, display_name text default null)
  returns text
  language sql
  set search_path = ''
as $$
  select social_private.create_missing_profile(
    social_tests.id(backfill.name), backfill.wanted, backfill.display_name)
$$;

select social_tests.person(name) from unnest(array['maya', 'rosa']) as name;
select social_tests.login(name)
from unnest(array['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9']) as name;
update auth.users set created_at = '2024-02-03' where email = 'u1@example.com';

select is(social_tests.backfill('u1', 'Jo Ann', 'Jo'), 'jo_ann',
  'a user without a profile gets one with the cleaned username');
select results_eq(
  $$
    select username, display_name, created_at from social.profiles
    where id = (select id from auth.users where email = 'u1@example.com')
  $$,
  $$values ('jo_ann' collate "C", 'Jo', timestamptz '2024-02-03')$$,
  'the profile has the display name and the date of the sign-up');
select is(social_tests.backfill('u1', 'jo.ann'), null, 'a user with a profile keeps the profile');

select matches(social_tests.backfill('u2', 'maya'), '^maya[246789]{2}$',
  'a taken username gets two digits');
select matches(social_tests.backfill('u3', 'r.osa'), '^r\.osa[246789]{2}$',
  'a look-alike of a taken username gets two digits');
select matches(social_tests.backfill('u4', 'admin'), '^admin[246789]{2}$',
  'a reserved username gets two digits');
select matches(social_tests.backfill('u5', 'jo'), '^jo[246789]{2}$',
  'a username that is too short gets two digits');
select matches(social_tests.backfill('u6', '12345'), '^user[246789]{8}$',
  'a user without a usable name is called user with eight digits');
select matches(social_tests.backfill('u7', null), '^user[246789]{8}$',
  'a user without a name is called user with eight digits');

insert into social_private.username_reservations (skeleton_hash, released_at)
values (sha256(convert_to(social_private.username_skeleton('erased'), 'UTF8')),
  now() + interval '1 day');
select matches(social_tests.backfill('u8', 'erased'), '^erased[246789]{2}$',
  'the username of an erased account gets two digits');
insert into social_private.former_usernames (profile_id, username)
values (social_tests.id('maya'), 'mayabel');
select matches(social_tests.backfill('u9', 'mayabel'), '^mayabel[246789]{2}$',
  'a former username of another person gets two digits');

create temp table claimant as select
  uuid '00000000-0000-4000-8000-000000000001' as id,
  social_private.username_choices('Noor', '00000000-0000-4000-8000-000000000001') as choices;
select is(choices[1], 'noor', 'the first choice is the cleaned name') from claimant;
select is(choices[1:3], array['noor', left(choices[20], 6), left(choices[20], 7)],
  'each further choice has one more digit')
from claimant;
select is(choices, social_private.username_choices('Noor', id),
  'the choices are the same in every run')
from claimant;
select is_empty(
  $$
    select choice from claimant, unnest(choices) as choice
    where social_private.username_problem(choice, null) is not null
  $$,
  'all choices are valid usernames');
select is(
  length((social_private.username_choices(repeat('m', 40), id))[20]), 30,
  'a long username is cut to make room for the digits')
from claimant;
select social_tests.insert_user('unlucky@example.com', id => id) from claimant;
insert into social_private.reserved_usernames select unnest(choices) from claimant
on conflict do nothing;
select throws_ok(
  format('select social_private.create_missing_profile(%L, ''noor'', null)', id),
  'PT409', 'username_taken', 'a user for whom every choice is taken gets an error')
from claimant;

select social_tests.login('anonymous', true);
select is(social_tests.backfill('anonymous', 'nobody1'), null, 'an anonymous user gets no profile');
select social_tests.login('gone');
update auth.users set deleted_at = now() where email = 'gone@example.com';
select is(social_tests.backfill('gone', 'gone'), null, 'a deleted user gets no profile');
select is(social_private.create_missing_profile(gen_random_uuid(), 'ghost', null), null,
  'an id without a user gets no profile');

select social_tests.login(name) from unnest(array['b1', 'b2', 'b3', 'b4']) as name;
create function social_tests.tg_profiles__refuse() returns trigger language plpgsql as $$
begin
  raise 'the host refuses %', new.username;
end;
$$;
create trigger refuse before insert on social.profiles
  for each row when (new.username = 'refused')
  execute function social_tests.tg_profiles__refuse();
create temp table results as
select * from social_private.create_missing_profiles(jsonb_build_array(
  jsonb_build_object('id', social_tests.id('b2'), 'username', 'fern'),
  jsonb_build_object('id', social_tests.id('b3'), 'username', 'refused'),
  jsonb_build_object('id', social_tests.id('b1'), 'username', 'fern', 'display_name', 'Fern'),
  jsonb_build_object('id', social_tests.id('maya'), 'username', 'fern')
)) with ordinality as result (id, username, problem, place);
select is(username, 'fern', 'the first user of a batch keeps the username')
from results where place = 1;
select is(problem, 'the host refuses refused', 'a batch reports the user whose profile failed')
from results where place = 2;
select matches(username, '^fern[246789]{2}$',
  'a later user of the batch with the same username gets digits, after the failed user too')
from results where place = 3;
select is(coalesce(username, problem), null, 'a batch skips a user who has a profile')
from results where place = 4;
select is_empty(
  $$
    select from social.profiles
    left join social_private.accounts on accounts.profile_id = profiles.id
    left join social_private.profile_counters as counters on counters.profile_id = profiles.id
    where accounts.profile_id is null or counters.profile_id is null
  $$,
  'every new profile has its account and its counters');
select is((select count(*) from results), 4::bigint, 'a batch returns one row for each user');

create or replace function social_tests.tg_profiles__refuse() returns trigger language plpgsql as $$
begin
  raise lock_not_available;
end;
$$;
select social_tests.login(name) from unnest(array['c1', 'c2', 'c3']) as name;
select results_eq(
  $$
    select username, problem from social_private.create_missing_profiles(jsonb_build_array(
      jsonb_build_object('id', social_tests.id('c1'), 'username', 'birch'),
      jsonb_build_object('id', social_tests.id('c2'), 'username', 'refused'),
      jsonb_build_object('id', social_tests.id('c3'), 'username', 'cedar')))
  $$,
  $$values ('birch', null), (null, 'busy')$$,
  'a batch ends at a user whom another transaction locks');
select is_empty(
  $$select from social.profiles where username = 'cedar'$$,
  'a user after the end of the batch gets no profile yet');

select * from finish();
rollback;
