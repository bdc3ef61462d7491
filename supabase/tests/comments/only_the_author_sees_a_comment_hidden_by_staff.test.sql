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
  '(ugly,f)',
  'the author still sees a comment that staff hid, and the comment is not marked as hidden');
select social_tests.act_as('carol');
select is_empty('select * from social.comments',
  'other people cannot read a comment that staff hid in social.comments');
select social_tests.act_as('alice');
select is_empty('select * from social.comments',
  'the author of the post cannot read a comment that staff hid in social.comments');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'for the author of the post, post_comments does not list a comment that staff hid');
select throws_ok(
  $$select social.unhide_comment(social_tests.comment_id('ugly'))$$,
  'PT404', 'comment_not_found', 'the author of the post cannot unhide a comment that staff hid');

select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('ugly'), 'post_author');
delete from social_private.hidden_comments where hidden_by = 'staff';
select social_tests.act_as('carol');
select is_empty(
  'select * from social.comments',
  'a comment stays hidden after staff restore it if the author of the post also hid it');
select social_tests.act_as('alice');
select is(
  (select is_hidden from social.unhide_comment(social_tests.comment_id('ugly'))), false,
  'the author of the post can unhide a comment that staff restored');
select social_tests.act_as('carol');
select is((select count(*) from social.comments), 1::bigint,
  'other people see a comment after staff restore it and the author of the post unhides it');

select * from finish();
rollback;
