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
  '(ugly,f)', 'who wrote it sees it as ever');
select social_tests.act_as('carol');
select is_empty('select * from social.comments', 'others do not');
select social_tests.act_as('alice');
select is_empty('select * from social.comments', 'nor does the author of the post');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$, 'on no way');
select throws_ok(
  $$select social.unhide_comment(social_tests.comment_id('ugly'))$$,
  'PT404', 'comment_not_found', 'who cannot show it again');

select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('ugly'), 'post_author');
delete from social_private.hidden_comments where hidden_by = 'staff';
select social_tests.act_as('carol');
select is_empty(
  'select * from social.comments', 'what staff show again may still be hidden by alice');
select social_tests.act_as('alice');
select is(
  (select is_hidden from social.unhide_comment(social_tests.comment_id('ugly'))), false,
  'until alice shows it');
select social_tests.act_as('carol');
select is((select count(*) from social.comments), 1::bigint, 'to all');

select * from finish();
rollback;
