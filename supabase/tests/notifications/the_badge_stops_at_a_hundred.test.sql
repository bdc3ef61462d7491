begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'post ' || n) from generate_series(1, 103) as n;
create function pg_temp.like(name text, low integer, high integer) returns void
language plpgsql as $$
begin
  perform social_tests.act_as("like".name);
  perform social.like_post(social_tests.post_id('post ' || n)) from generate_series(low, high) as n;
end;
$$;
select pg_temp.like('bob', 1, 99);
select is(social_tests.badge('alice'), 99, 'the badge is exact below 100');
select pg_temp.like('carol', 1, 99);
select is(social_tests.badge('alice'), 99, 'the badge counts rows and not people');
select pg_temp.like('bob', 100, 100);
select is(social_tests.badge('alice'), 100, 'the badge shows 100');
select pg_temp.like('bob', 101, 103);
select is(social_tests.badge('alice'), 100, 'the badge shows 100 for more than 100');
select is(
  social.mark_notifications_seen((select cursor from social.notifications() offset 5 limit 1)), 5,
  'the badge is exact again when fewer than 100 remain');
select social.mute_profile(social_tests.id('bob'));
select is(social.unseen_count(), 1, 'the badge counts only what the person may see');

select * from finish();
rollback;
