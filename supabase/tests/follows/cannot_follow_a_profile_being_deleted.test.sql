begin;
select plan(1);
select social_tests.person('alice');
-- The visibility check passes, and the row no longer exists when it is locked.
create or replace function social_private.can_view_profile(viewer uuid, profile_id uuid)
  returns boolean
  language sql
  stable
  security definer
  set search_path = ''
return true;

select social_tests.act_as('alice');
select throws_ok(
  'select social.follow_profile(gen_random_uuid())', 'PT404', 'profile_not_found',
  'a profile that was deleted while the call waited for its lock cannot be followed');

select * from finish();
rollback;
