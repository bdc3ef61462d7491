begin;
select plan(4);
select social_tests.login('newcomer');

select social_tests.act_as('newcomer');
select is_empty(
  $$
    select name from unnest(array[
      'admin', 'Admin', 'adm1n', 'a.d.m.i.n', 'support', '5upport', 'supabase', 'null', 'rpc',
      'moderator', 'rnoderator', 'me.', 'm_e', 'settings', 'deleted'
    ]) as name
    where social.check_username(name) = 'available'
  $$,
  'reserved usernames and their look-alikes are not available');
select throws_ok(
  'select social_tests.raised(social.create_profile(''adm1n''))', 'PT409', 'username_taken',
  'create_profile refuses a look-alike of a reserved username');

select social_tests.act_as_operator();
insert into social_private.reserved_usernames values ('acme');
select social_tests.act_as('newcomer');
select throws_ok(
  'select social_tests.raised(social.create_profile(''acme.''))', 'PT422', 'username_invalid',
  'create_profile returns username_invalid for an invalid look-alike of a reserved username');
select throws_ok(
  'select social_tests.raised(social.create_profile(''a.c.m.e''))', 'PT409', 'username_taken',
  'create_profile refuses a look-alike of a username that the operator has reserved');

select * from finish();
rollback;
