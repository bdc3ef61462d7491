begin;
select plan(4);
select social_tests.person('alice');
select count(social_tests.post('alice', n || ' #sea', at => now() - interval '1 day'))
from generate_series(1, 1100) as n;
update social_private.accounts set is_private = true where profile_id = social_tests.id('alice');
select is((select count(*) from social_private.hashtag_posts), 100::bigint,
  'making an account private removes 1,000 posts from the pages of their hashtags at once');
select is((select count(*) from social.hashtag_posts('sea')), 0::bigint,
  'no page shows a post whose row the worker has yet to remove');
update social_private.count_updates set due_at = now() - interval '1 hour';
select social_private.run_maintenance(500) from generate_series(1, 20);
select is((select count(*) from social_private.hashtag_posts), 0::bigint,
  'the worker removes the rest');
update social_private.accounts set is_private = false where profile_id = social_tests.id('alice');
delete from social_private.hashtag_posts;
update social_private.count_updates set due_at = now() - interval '1 hour', after_id = default;
select social_private.run_maintenance(500) from generate_series(1, 20);
select is((select count(*) from social_private.hashtag_posts), 1100::bigint,
  'a second pass of the worker lists what the first one missed');

select * from finish();
rollback;
