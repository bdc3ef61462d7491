begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');

select social_tests.act_as('bob');
select is(
  (social.save_post(social_tests.post_id('sunset'))).is_saved, true,
  'save_post returns is_saved');
select is(
  (social.save_post(social_tests.post_id('sunset'))).is_saved, true,
  'a second save_post returns the same');
select is(
  (select (is_saved, is_liked)::text from social.post(social_tests.post_id('sunset'))), '(t,f)',
  'is_saved of the post is true for the saver');
select is(
  (select array_agg(caption) from social.saved_posts()), array['sunset'],
  'a post saved twice is listed once');
select social_tests.act_as('alice');
select is(
  (social.post(social_tests.post_id('sunset'))).is_saved, false,
  'is_saved of the post is false for its author');
select is_empty('select * from social.saves', 'the author sees no row in saves');
select is_empty('select * from social.saved_posts()',
  'the author does not see the post among own saved posts');
select social_tests.act_as('mallory');
select is_empty(
  format('select * from social.saves where user_id = %L', social_tests.id('bob')),
  'another person sees no row in saves');
select social_tests.act_as('bob');
select is(
  (social.unsave_post(social_tests.post_id('sunset'))).is_saved, false,
  'unsave_post returns is_saved');
select is_empty('select * from social.saves', 'unsave_post deletes the row');

select * from finish();
rollback;
