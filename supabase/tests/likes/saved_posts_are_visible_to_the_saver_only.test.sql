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
  'save_post returns is_saved = true');
select is(
  (social.save_post(social_tests.post_id('sunset'))).is_saved, true,
  'calling save_post again returns the same result');
select is(
  (select (is_saved, is_liked)::text from social.post(social_tests.post_id('sunset'))), '(t,f)',
  'is_saved of a post is true for the person who saved it');
select is(
  (select array_agg(caption) from social.saved_posts()), array['sunset'],
  'saved_posts lists a post once after two calls of save_post');
select social_tests.act_as('alice');
select is(
  (social.post(social_tests.post_id('sunset'))).is_saved, false,
  'is_saved of a post is false for its author when another person saved it');
select is_empty('select * from social.saves',
  'the author of a post cannot read in social.saves who saved the post');
select is_empty('select * from social.saved_posts()',
  'for the author, saved_posts does not list a post that only another person saved');
select social_tests.act_as('mallory');
select is_empty(
  format('select * from social.saves where user_id = %L', social_tests.id('bob')),
  'a third person cannot read which posts somebody else has saved');
select social_tests.act_as('bob');
select is(
  (social.unsave_post(social_tests.post_id('sunset'))).is_saved, false,
  'unsave_post returns is_saved = false');
select is_empty('select * from social.saves', 'unsave_post deletes the row from the table saves');

select * from finish();
rollback;
