begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'with @bob and @carol #sea');
select social_tests.comment('bob', 'with @bob and @carol #sea', 'hi @carol');
select social_tests.comment('carol', 'with @bob and @carol #sea', 'oh @bob', 'hi @carol');
select social_tests.comment('carol', 'with @bob and @carol #sea', 'and @bob');
create function pg_temp.rows() returns text language sql return concat_ws(' ',
  (select count(*) from social.post_mentions),
  (
    select count(*) from social.comment_mentions
    join social.comments on comments.id = comment_id and comments.deleted_at is null
  ),
  (select count(*) from social.post_hashtags));

select is(pg_temp.rows(), '2 3 1',
  'before the deletions, posts have two mentions and a hashtag, and comments have three mentions');
select social_tests.act_as('carol');
select social.delete_comment(social_tests.comment_id('and @bob'));
select social_tests.act_as_operator();
select is(pg_temp.rows(), '2 2 1', 'deleting a comment deletes its mentions');
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('hi @carol'));
select social_tests.act_as_operator();
select is(pg_temp.rows(), '2 1 1', 'deleting a comment that has replies deletes its mentions');
delete from auth.users where id = social_tests.id('bob');
select is(pg_temp.rows(), '1 0 1',
  'deleting a user deletes the mentions of that person in posts and comments');
select social_tests.comment('carol', 'with @bob and @carol #sea', 'for @alice');
select is(pg_temp.rows(), '1 1 1',
  'after the deletions, a mention in a new comment is still stored');
delete from social.posts;
select is(pg_temp.rows(), '0 0 0', 'permanently deleting a post deletes its mentions and hashtags');

select * from finish();
rollback;
