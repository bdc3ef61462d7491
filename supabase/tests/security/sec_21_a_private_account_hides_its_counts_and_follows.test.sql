begin;
select plan(12);
select social_private.set_direct_table_access('everybody');
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'carol');

select social_tests.act_as('mallory');
select is(
  (select (username, is_private, post_count, follower_count, following_count)::text
    from social.profile(social_tests.id('alice'))),
  '(alice,t,,,)', 'SEC-21 a stranger sees the profile of a private account without counts');
select is_empty(
  $$select * from social.profile_counts where profile_id = social_tests.id('alice')$$,
  'SEC-21 a stranger sees no row of a private account in profile_counts');
select is_empty('select * from social.follows',
  'SEC-21 a stranger sees no follows of a private account in the table');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('alice'))$$,
  'SEC-21 a stranger cannot list the followers of a private account');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$,
  'SEC-21 a stranger cannot list the people whom a private account follows');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('carol'))$$,
  'SEC-21 a stranger does not see a private account among the followers of other people');
select is_empty(
  $$select * from social.profile_posts(social_tests.id('alice'))$$,
  'SEC-21 a stranger sees no posts of a private account');
select social_tests.act_as_anon();
select is(
  (select (post_count, follower_count, following_count)::text
    from social.profile(social_tests.id('alice'))),
  '(,,)', 'SEC-21 an anonymous caller sees no counts of a private account');
select is_empty('select * from social.follows',
  'SEC-21 an anonymous caller sees no follows of a private account');

select social_tests.act_as('bob');
select is(
  (select (post_count, follower_count, following_count)::text
    from social.profile(social_tests.id('alice'))),
  '(1,1,1)', 'SEC-21 a follower sees the counts of a private account');
select is((select count(*) from social.follows), 1::bigint,
  'SEC-21 a follower sees only their own follow in the table');
select is(
  (select array_agg(username) from social.profile_following(social_tests.id('alice'))),
  array['carol'], 'SEC-21 a follower can list the people whom a private account follows');

select * from finish();
rollback;
