begin;
select plan(1);
select social_tests.person('alice');
-- Who was there a moment ago, and is gone when we get the lock.
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
  'who was there a moment ago is there no more');

select * from finish();
rollback;
