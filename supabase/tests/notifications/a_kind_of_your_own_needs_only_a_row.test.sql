begin;
select plan(21);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('alice', 'sunrise');
insert into social_private.notification_kinds
  (kind, object_kind, has_actor, is_optional, default_from, description)
values
  ('wave', 'profile', true, true, 'following', 'Somebody waves at you.'),
  ('milestone', 'post', false, true, 'everybody', 'Your post reached many people.'),
  ('notice', null, false, false, 'everybody', 'The operator has news.');
create function pg_temp.wave(actor text) returns boolean language sql security definer
return social_private.notify(
  social_tests.id('alice'), 'wave', social_tests.id(actor), social_tests.id('alice'),
  social_tests.id('alice'));
create function pg_temp.wave_about(subject text) returns boolean language sql security definer
return social_private.notify(
  social_tests.id('alice'), 'wave', social_tests.id('dave'), social_tests.id(subject),
  social_tests.id(subject));
create function pg_temp.milestone() returns boolean language sql security definer
return social_private.notify(
  social_tests.id('alice'), 'milestone', null, social_tests.post_id('sunrise'),
  social_tests.post_id('sunrise'), social_tests.post_id('sunrise'));
create function pg_temp.notice(news uuid) returns boolean language sql security definer
return social_private.notify(social_tests.id('alice'), 'notice', null, news, news);

select is(pg_temp.wave('bob'), false, 'the default of a new kind applies');
select social_tests.follow('alice', 'bob');
select is(pg_temp.wave('bob'), true, 'notify returns true if it notifies');
select is(pg_temp.wave('bob'), false, 'notify returns false if it notified before');
select is(social_tests.inbox('alice'), array['wave bob'], 'the new kind is in the list');
select is(
  (select (object_kind, object_id)::text from social.notifications()),
  format('(profile,%s)', social_tests.id('alice')), 'the row says what it is about');
select social.mute_profile(social_tests.id('bob'));
select is(social_tests.inbox('alice'), array[]::text[], 'a mute hides the new kind');
select social.unmute_profile(social_tests.id('bob'));
select is(
  (select (kind, from_whom, is_optional, description)::text
    from social.notification_preferences() where kind = 'wave'),
  '(wave,following,t,"Somebody waves at you.")', 'the new kind has a preference');
select social.set_notification_preference('wave', 'everybody');
select pg_temp.wave('carol');
select is(social_tests.inbox('alice'), array['wave carol,bob'], 'the preference applies');

-- Kinds without an actor
select is(pg_temp.milestone(), true, 'a kind needs no actor');
select is(
  (select (actors, other_count, post_id, object_id)::text from social.notifications()
    where kind = 'milestone'),
  format('({},0,%1$s,%1$s)', social_tests.post_id('sunrise')),
  'a kind without an actor shows no people');
select social_tests.let_pass('25 hours');
select social_tests.act_as('alice');
select social.set_notification_preference('milestone', 'nobody');
select is(pg_temp.milestone(), false, 'people can turn off a kind without an actor');
select social.set_notification_preference('milestone', 'following');
select social.mute_post_notifications(social_tests.post_id('sunrise'));
select is(pg_temp.milestone(), false, 'a muted post silences a kind without an actor');
select social.unmute_post_notifications(social_tests.post_id('sunrise'));
select is(pg_temp.milestone(), true, 'following does not turn off a kind without an actor');
select pg_temp.notice('00000000-0000-4000-8000-000000000001');
select is(
  (select (object_kind, object_id)::text from social.notifications() where kind = 'notice'),
  '(,00000000-0000-4000-8000-000000000001)', 'a kind may be about anything');

-- Blocks, and profiles of others
select social_tests.block('alice', 'dave');
select is(pg_temp.wave_about('alice'), false, 'notify refuses an actor whom the recipient blocks');
select social.unblock_profile(social_tests.id('dave')) from social_tests.act_as('alice');
select social_tests.block('dave', 'alice');
select is(pg_temp.wave_about('alice'), false, 'notify refuses an actor who blocks the recipient');
select social.unblock_profile(social_tests.id('alice')) from social_tests.act_as('dave');
select is(pg_temp.wave_about('carol'), true, 'a kind may be about the profile of another person');
select is((social_tests.inbox('alice'))[1], 'wave dave', 'the row about the other profile is shown');
select social_tests.block('carol', 'alice');
select ok('wave dave' <> all (social_tests.inbox('alice')),
  'the row disappears when the other profile is no longer visible');
select social.unblock_profile(social_tests.id('alice')) from social_tests.act_as('carol');

-- The operator removes a kind.
select social_tests.act_as_operator();
delete from social_private.notification_kinds where kind in ('notice', 'milestone');
select is(social_tests.inbox('alice'), array['wave dave', 'wave carol,bob'],
  'the rows of a removed kind disappear');
select is(
  social_tests.walk('select kind as item, cursor from social.notifications(%L, 1)'),
  array['wave', 'wave'], 'the rows of a removed kind hide no other rows');

select * from finish();
rollback;
