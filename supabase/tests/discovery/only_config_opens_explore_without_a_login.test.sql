begin;
select plan(6);
select social_tests.person(name) from unnest(array['author', 'viewer']) as name;
select social_tests.post('author', 'sunrise');
select social_tests.act_as_anon();
select throws_ok('select social.explore_posts()', 'not_signed_in',
  'explore needs a login by default');
select social_tests.act_as_operator();
update social_private.config set allow_explore_without_login = true;
select social_tests.act_as_anon();
select is(
  (select array_agg(caption) from social.explore_posts()), array['sunrise'],
  'the operator can open explore to people without a login');
select social_tests.act_as_operator();
select social_private.refresh_explore_pool();
select social_tests.act_as_anon();
select is(
  (select array_agg(caption) from social.explore_posts()), array['sunrise'],
  'people without a login read the pool');
select is(
  (select array_agg(caption) from social.explore_posts()), array['sunrise'],
  'explore does not remember what people without a login have seen');
select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = false;
select social_tests.act_as_anon();
select throws_ok('select social.explore_posts()', 'not_signed_in',
  'explore is closed where nobody may read without a login');
select social_tests.act_as('viewer');
select social.deactivate_profile();
select throws_ok('select social.explore_posts()', 'account_deactivated',
  'a deactivated person cannot read explore');

select * from finish();
rollback;
