begin;
select plan(17);
select social_tests.person(name) from unnest(array['alice', 'friend', 'stranger']) as name;
select social_tests.follow('alice', 'friend');
select social_tests.post('alice', caption) from unnest(array['one', 'two', 'three', 'four']) as caption;
create function pg_temp.like(caption text) returns void language plpgsql as $$
declare
  name text;
begin
  foreach name in array array['friend', 'stranger'] loop
    perform social_tests.act_as(name);
    perform social.like_post(social_tests.post_id("like".caption));
  end loop;
  perform social_tests.act_as('alice');
end;
$$;

select social_tests.act_as('alice');
select results_eq(
  $$select kind, from_whom::text, is_optional from social.notification_preferences()$$,
  $$values
    ('appeal_decision', 'everybody', false), ('comment', 'everybody', true),
    ('comment_like', 'everybody', true), ('comment_mention', 'everybody', true),
    ('follow', 'everybody', true), ('follow_request', 'everybody', true),
    ('new_post', 'everybody', true), ('post_like', 'everybody', true),
    ('post_mention', 'everybody', true), ('reply', 'everybody', true),
    ('report_decision', 'everybody', false), ('report_waiting', 'everybody', false),
    ('request_accepted', 'everybody', true), ('sanction', 'everybody', false)$$,
  'by default, everybody notifies, and people can turn off what staff did not decide');
select pg_temp.like('one');
select is(social_tests.inbox('alice'), array['post_like stranger,friend'],
  'by default, everybody notifies');
select is(
  (select (kind, from_whom)::text
    from social.set_notification_preference('post_like', 'following')), '(post_like,following)',
  'set_notification_preference returns the preference');
select is(social_tests.inbox('alice'), array['post_like stranger,friend'],
  'earlier notifications stay');
select pg_temp.like('two');
select is((social_tests.inbox('alice'))[1], 'post_like friend',
  'with following, only people whom you follow notify');
select social.set_notification_preference('post_like', 'nobody');
select pg_temp.like('three');
select is(social_tests.inbox('alice'), array['post_like friend', 'post_like stranger,friend'],
  'with nobody, no one notifies');
select social.add_comment(social_tests.post_id('three'), 'hm') from social_tests.act_as('stranger');
select is((social_tests.inbox('alice'))[1], 'comment stranger',
  'the preference concerns only its kind');
select social.set_notification_preference('post_like', 'everybody');
select pg_temp.like('four');
select is((social_tests.inbox('alice'))[1], 'post_like stranger,friend',
  'with everybody, everybody notifies again');
select is(cardinality(social_tests.inbox('alice')), 4,
  'what happened in the meantime does not appear later');

select social.set_notification_preference('comment', 'following');
select social.unfollow_profile(social_tests.id('friend'));
select social.add_comment(social_tests.post_id('one'), 'hm') from social_tests.act_as('friend');
select is(cardinality(social_tests.inbox('alice')), 4,
  'a person whom you no longer follow does not notify');
select social.follow_profile(social_tests.id('friend'));
select social.add_comment(social_tests.post_id('one'), 'ah') from social_tests.act_as('friend');
select is((social_tests.inbox('alice'))[1], 'comment friend', 'a person whom you follow notifies');
select results_eq(
  $$select kind, from_whom::text from social.notification_preferences()
    where from_whom <> 'everybody'$$,
  $$values ('comment', 'following')$$, 'notification_preferences lists the choices');

select throws_ok($$select social.set_notification_preference('dance', 'nobody')$$,
  'PT422', 'notification_kind_invalid', 'an unknown kind is refused');
select throws_ok($$select social.set_notification_preference('sanction', 'nobody')$$,
  'PT422', 'notification_kind_required', 'a kind of staff cannot be turned off');
select throws_ok($$select social.set_notification_preference('sanction', 'following')$$,
  'PT422', 'notification_kind_required', 'a kind of staff cannot be limited');
select lives_ok($$select social.set_notification_preference('sanction', 'everybody')$$,
  'a kind of staff can be set to its only value');
select social_tests.act_as('friend');
select is_empty(
  $$select kind from social.notification_preferences() where from_whom <> 'everybody'$$,
  'the choices of another person are not listed');

select * from finish();
rollback;
