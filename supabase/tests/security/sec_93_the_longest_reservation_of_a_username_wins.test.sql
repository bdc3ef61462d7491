begin;
select plan(9);
select social_tests.person(name) from unnest(array['older', 'wanted', 'renamed', 'seen']) as name;
select social_tests.login('claimant');

-- The reservation of the older owner ended, a second person took the name, and was erased today.
insert into social_private.former_usernames (profile_id, username, changed_at)
values (social_tests.id('older'), 'wanted', now() - interval '40 days');
create function pg_temp.days(username text) returns integer language sql return (
  select extract(day from released_at - now()) from social_private.username_reservations
  where skeleton_hash = sha256(convert_to(social_private.username_skeleton(username), 'UTF8')));
delete from auth.users where id = social_tests.id('wanted');
select is(pg_temp.days('wanted'), 30, 'SEC-93 an erased person reserves their username');
update social_private.former_usernames set username = 'w.anted'
where profile_id = social_tests.id('older');
delete from auth.users where id = social_tests.id('older');
select is(pg_temp.days('wanted'), 30,
  'SEC-93 the erasure of an older owner does not shorten the reservation of a later owner');
select social_tests.act_as('claimant');
select throws_ok(format('select social_tests.raised(social.create_profile(%L))', name), 'PT409', 'username_taken',
  'SEC-93 nobody can take the username that the later owner reserved: ' || name)
from unnest(array['wanted', 'wan.ted']) as name;

select social_tests.act_as_operator();
update social_private.config set username_reservation_days = 3;
select social_tests.person('third');
update social.profiles set username = 'fresh' where username = 'third';
insert into social_private.former_usernames (profile_id, username)
values (social_tests.id('fresh'), 'wanted') on conflict do nothing;
delete from auth.users where id = social_tests.id('fresh');
select is(pg_temp.days('wanted'), 30,
  'SEC-93 a shorter config.username_reservation_days does not shorten a stored reservation');
update social_private.config set username_reservation_days = 90;
insert into social_private.former_usernames (profile_id, username, changed_at)
values (social_tests.id('renamed'), 'wanted', now() - interval '10 days');
delete from auth.users where id = social_tests.id('renamed');
select is(pg_temp.days('wanted'), 80, 'SEC-93 a longer reservation replaces a shorter one');

-- The operator changes rows by hand.
select social_tests.person('byhand');
update social.profiles set username = 'by.the.operator' where username = 'byhand';
select social_tests.act_as('claimant');
select throws_ok('select social_tests.raised(social.create_profile(''byhand''))', 'PT409', 'username_taken',
  'SEC-93 a username that the operator changed with SQL stays reserved');
select is((select username from social.profile_by_username('byhand')), 'by.the.operator',
  'SEC-93 a username that the operator changed with SQL leads to its owner');
select social_tests.act_as_operator();
update social_private.accounts set is_temporary = true where profile_id = social_tests.id('seen');
delete from auth.users where id = social_tests.id('seen');
select is(social_private.username_problem('seen', null), 'username_taken',
  'SEC-93 the username of an active person is reserved, although the profile is marked temporary');

select * from finish();
rollback;
