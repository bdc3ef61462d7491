begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('bob');
select is(
  (select count(*) from social.home_feed()), 1::bigint,
  'before staff hide the post, the home feed of a follower contains it');

select social_tests.act_as('mona');
select results_eq(
  format(
    $$
      select subject_id, hidden_at is not null
      from social.moderate_post(%L, 'hide', 'Spam', 'law')
    $$, social_tests.post_id('sunrise')),
  format('select %L::uuid, true', social_tests.id('alice')), 'a moderator can hide a post');
select set_config('my.state', social_tests.state(), true);
select is(
  (
    select hidden_at is not null
    from social.moderate_post(social_tests.post_id('sunrise'), 'hide', 'Again')
  ), true, 'hiding a hidden post again returns the same result');
select is(social_tests.state(), current_setting('my.state'),
  'hiding a hidden post again changes no row and adds nothing to the audit log');

select social_tests.act_as('bob');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'a follower cannot open a post hidden by staff');
select is_empty('select * from social.home_feed()',
  'the home feed of a follower does not contain a post hidden by staff');
select social_tests.act_as('alice');
select is(
  (select hidden_at is not null from social.post(social_tests.post_id('sunrise'))), true,
  'the author sees a post hidden by staff and sees that it is hidden');
select results_eq(
  $$
    select action, target_kind, target_id, reason, ground, is_automated, is_in_force,
      is_appealable, appeal_ends_at - created_at
    from social.my_sanctions()
  $$,
  format(
    $$
      values ('hide'::social.moderation_action, 'post'::social.target_kind, %L::uuid, 'Spam',
        'law'::social.sanction_ground, false, true, true, interval '183 days')
    $$, social_tests.post_id('sunrise')),
  'the author can read the reason of the sanction and the deadline for an appeal');

select social_tests.act_as('mona');
select is(
  (
    select hidden_at from social.moderate_post(
      social_tests.post_id('sunrise'), 'restore', 'No spam')
  ), null, 'a moderator can restore a post hidden by staff');
select social_tests.act_as('bob');
select is(
  (select count(*) from social.home_feed()), 1::bigint,
  'the home feed of a follower contains the post again after staff restore it');
select social_tests.act_as('alice');
select results_eq(
  'select is_in_force, is_appealable from social.my_sanctions()', 'values (false, false)',
  'the author sees that the sanction on the restored post is no longer in force');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
