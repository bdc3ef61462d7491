begin;
select plan(10);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.block('alice', 'bob');
insert into social_private.mutes (muter_id, muted_id)
values (social_tests.id('alice'), social_tests.id('mallory'));
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('alice'), social_tests.id('mallory'));
create temp view attempts as
select attempt, social_tests.outcome(attempt) as outcome
from unnest(array['blocks', 'mutes', 'close_friends', 'accounts', 'hidden_comments']) as relation,
  unnest(array[
    'select * from social_private.%I', 'select * from social.%I', 'select count(*) from %I',
    'delete from social_private.%I', 'update social_private.%I set created_at = now()'
  ]) as template,
  format(template, relation) as attempt;
grant select on attempts to anon, authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$select * from attempts where outcome !~ '^42'$$,
  'SEC-31 a signed-in person cannot read or change blocks, mutes and close_friends');
select is_empty(
  'select * from social.blocked_profiles()',
  'SEC-31 blocked_profiles does not list the blocks of other people');
select is_empty('select * from social.muted_profiles()',
  'SEC-31 muted_profiles does not list the mutes of other people');
select is_empty('select * from social.close_friends()',
  'SEC-31 close_friends does not list the close friends of other people');
select is(
  (select (is_muted, is_close_friend, follow_state, followed_by_state)::text
    from social.profile(social_tests.id('alice'))), '(f,f,,)',
  'SEC-31 a profile does not show whether the viewer is muted or a close friend of its owner');
select is(
  (select social.unfollow_profile(social_tests.id('alice'))::text),
  format('(%s,,,f,f,,f,f)', social_tests.id('alice')),
  'SEC-31 a returned relationship does not show a mute or close friendship by the other person');
select social_tests.act_as_anon();
select is_empty($$select * from attempts where outcome !~ '^42'$$,
  'SEC-31 an anonymous caller cannot read or change blocks, mutes and close_friends');
select ok(social_tests.is_unchanged(),
  'SEC-31 refused statements on blocks, mutes and close_friends change no row');

-- The policies must protect the rows even if an operator grants usage on social_private.
select social_tests.act_as_operator();
grant usage on schema social_private to authenticated;
select social_tests.act_as('bob');
select is_empty(
  'select owner_id, friend_id from social_private.close_friends',
  'SEC-31 a third person cannot read close_friends, even with usage on social_private');
select social_tests.act_as('mallory');
select is(
  (select count(*) from social_private.close_friends), 1::bigint,
  'SEC-31 a close friend can read only their own row of close_friends');

select * from finish();
rollback;
