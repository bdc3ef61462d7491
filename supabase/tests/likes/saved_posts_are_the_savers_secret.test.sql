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
  'a save returns that you saved the post');
select is(
  (social.save_post(social_tests.post_id('sunset'))).is_saved, true,
  'a second save returns the same');
select is(
  (select (is_saved, is_liked)::text from social.post(social_tests.post_id('sunset'))), '(t,f)',
  'the post says so to the saver');
select is(
  (select array_agg(caption) from social.saved_posts()), array['sunset'], 'it is listed once');
select social_tests.act_as('alice');
select is(
  (social.post(social_tests.post_id('sunset'))).is_saved, false, 'its author cannot tell');
select is_empty('select * from social.saves', 'not from the table');
select is_empty('select * from social.saved_posts()', 'nor from a list');
select social_tests.act_as('mallory');
select is_empty(
  format('select * from social.saves where user_id = %L', social_tests.id('bob')),
  'nor can anybody else');
select social_tests.act_as('bob');
select is(
  (social.unsave_post(social_tests.post_id('sunset'))).is_saved, false,
  'the saver can remove the post');
select is_empty('select * from social.saves', 'and it is forgotten');

select * from finish();
rollback;
