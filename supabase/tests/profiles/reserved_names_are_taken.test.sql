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
  'nobody can look like the house');
select throws_ok(
  'select social.create_profile(''adm1n'')', 'PT409', 'username_taken', 'or become it');

select social_tests.act_as_operator();
insert into social_private.reserved_usernames values ('acme');
select social_tests.act_as('newcomer');
select throws_ok(
  'select social.create_profile(''acme.'')', 'PT422', 'username_invalid',
  'a name that is not possible is not called taken');
select throws_ok(
  'select social.create_profile(''a.c.m.e'')', 'PT409', 'username_taken',
  'a name that the operator adds is reserved from then on');

select * from finish();
rollback;
