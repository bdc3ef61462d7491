begin;
select plan(8);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'ugly');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('ugly'), 'staff');

select social_tests.act_as('bob');
select is(
  (select (body, is_hidden)::text from social.post_comments(social_tests.post_id('sunrise'))),
  '(ugly,f)', 'the author sees the comment unchanged');
select social_tests.act_as('carol');
select is_empty('select * from social.comments', 'others do not see the comment');
select social_tests.act_as('alice');
select is_empty('select * from social.comments', 'the author of the post does not see the comment');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'the author of the post does not see the comment in the list');
select throws_ok(
  $$select social.unhide_comment(social_tests.comment_id('ugly'))$$,
  'PT404', 'comment_not_found', 'the author of the post cannot show it again');

select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('ugly'), 'post_author');
delete from social_private.hidden_comments where hidden_by = 'staff';
select social_tests.act_as('carol');
select is_empty(
  'select * from social.comments',
  'a comment that staff restored may still be hidden by the author of the post');
select social_tests.act_as('alice');
select is(
  (select is_hidden from social.unhide_comment(social_tests.comment_id('ugly'))), false,
  'the author of the post shows it again');
select social_tests.act_as('carol');
select is((select count(*) from social.comments), 1::bigint, 'then everybody sees the comment');

select * from finish();
rollback;
