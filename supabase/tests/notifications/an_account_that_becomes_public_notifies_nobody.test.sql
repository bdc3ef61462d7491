begin;
select plan(4);
select social_tests.person('bob');
select social_tests.person('locked', true);
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('locked'));
select is(social_tests.inbox('locked'), array['follow_request bob'], 'a request waits');
select social.update_profile(is_private => false);
select is(social_tests.inbox('locked'), array[]::text[],
  'the notification of the request disappears when the account becomes public');
select is(social_tests.inbox('bob'), array[]::text[],
  'the person whose request became a follow is not notified');
select is(
  (select follow_state from social.profile(social_tests.id('locked'))), 'accepted',
  'the request became a follow');

select * from finish();
rollback;
