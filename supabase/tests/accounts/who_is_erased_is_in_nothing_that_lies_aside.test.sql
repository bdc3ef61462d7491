begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'for @bob and @carol');
select set_config('my.comment', social_tests.comment_id('for @bob and @carol')::text, true);
select set_config('my.bob', social_tests.id('bob')::text, true);
select social_tests.act_as(name) from unnest(array['bob']) as name;
select social.like_comment(current_setting('my.comment')::uuid);
select social_tests.act_as('carol');
select social.like_comment(current_setting('my.comment')::uuid);
select social_tests.act_as('alice');
select social.delete_comment(current_setting('my.comment')::uuid);

select social_tests.leave('bob');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.deleted_comments), 1::bigint, 'the comment lies aside');
select is_empty(
  format('select * from social_private.deleted_comments as kept where kept::text like %L',
    '%' || current_setting('my.bob') || '%'),
  'without whoever is erased');
select social_tests.act_as('alice');
select is(
  (social.restore_comment(current_setting('my.comment')::uuid)).like_count, 1,
  'it comes back with the likes of the others');
select is(
  (select array_agg(username) from social.comment_mentions), array['carol'],
  'and the mentions of the others');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()', 'every counter is right');

select * from finish();
rollback;
