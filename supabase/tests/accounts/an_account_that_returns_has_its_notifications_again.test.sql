begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update social_private.config set allow_text_posts = true;
select social_tests.post('alice', 'sunrise'), social_tests.post('bob', 'of bob');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.follow_profile(social_tests.id('alice'));
select social.add_comment(social_tests.post_id('sunrise'), 'Nice');
select social_tests.act_as('alice');
select social.like_post(social_tests.post_id('of bob'));
select social.ring_bell(social_tests.id('bob'));
select social.mute_post_notifications(social_tests.post_id('of bob'));
select social.set_notification_preference('comment_like', 'nobody');
select social.mark_notifications_seen((
  select cursor from social.notifications() where kind = 'follow'));
select social.mark_notifications_read(array(
  select id from social.notifications() where kind = 'post_like'));

create function pg_temp.state(name text) returns jsonb language plpgsql as $$
begin
  perform social_tests.sign_in(state.name);
  return jsonb_build_array(
    (select jsonb_agg(to_jsonb(listed) - 'cursor' order by listed.id)
      from social.notifications() as listed),
    social.unseen_count(), (select jsonb_agg(id) from social.bells()),
    (select jsonb_agg(id) from social.muted_posts()),
    (select jsonb_agg(chosen) from social.notification_preferences() as chosen));
end;
$$;
create temp table states as
select name, pg_temp.state(name) as state from unnest(array['alice', 'bob']) as name;

select is((select jsonb_array_length(state -> 0) from states where name = 'alice'), 3,
  'a person has notifications');
select social_tests.sign_in('alice');
select social.deactivate_profile();
select is(pg_temp.state('bob') -> 0, 'null',
  'the notifications that a person caused disappear while the account is deactivated');
select social_tests.sign_in('alice');
select social.reactivate_profile();
select is(pg_temp.state('alice'), (select state from states where name = 'alice'),
  'a reactivated account has its notifications, bells, muted posts and choices again');
select is(pg_temp.state('bob'), (select state from states where name = 'bob'),
  'the notifications that a reactivated person caused return as they were');
select social_tests.sign_in('alice');
select social.delete_profile();
select is(pg_temp.state('bob') -> 0, 'null',
  'the notifications that a person caused disappear while the account is deleted');
select social_tests.sign_in('alice');
select social.restore_profile();
select is(pg_temp.state('alice'), (select state from states where name = 'alice'),
  'a restored account has its notifications, bells, muted posts and choices again');
select is(pg_temp.state('bob'), (select state from states where name = 'bob'),
  'the notifications that a restored person caused return as they were');

select * from finish();
rollback;
