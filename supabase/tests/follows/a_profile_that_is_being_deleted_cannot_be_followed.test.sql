begin;
select plan(1);
select social_tests.person('alice');
-- This function makes the visibility check succeed, although the profile does not exist.
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
  'follow_profile fails if the profile is deleted after its visibility check');

select * from finish();
rollback;
