begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update social_private.config set allow_text_posts = true;
select social_tests.post('alice', caption)
from unnest(array['by hand', 'own', 'both', 'twice']) as caption;
select social_tests.comment('bob', 'own', 'a comment');
create function pg_temp.mark(caption text, at timestamptz) returns void language sql as $$
  update social.posts set deleted_at = mark.at where id = social_tests.post_id(mark.caption)
$$;
create function pg_temp.restored(caption text) returns text language sql as $$
  select substring(social_tests.outcome(format(
    'select social.restore_post(%L)', social_tests.post_id(restored.caption))) from '^\S+ \S+')
$$;

select pg_temp.mark('by hand', now());
select social_tests.act_as('alice');
select is(pg_temp.restored('by hand'), 'PT404 post_not_found',
  'an author cannot restore a post that an operator deleted');
select is_empty('select from social.deleted_posts()', 'the list of deleted posts leaves it out');
select social.delete_post(social_tests.post_id('own'));
select is(pg_temp.restored('own'), '1 rows', 'an author can restore an own deletion');
select social.delete_post(social_tests.post_id('both'));
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '1 day' where caption = 'both';
select social_tests.act_as('alice');
select is(pg_temp.restored('both'), '1 rows',
  'a changed time of an own deletion takes no right away');

select social.delete_post(social_tests.post_id('twice'));
select social_tests.act_as_operator();
select pg_temp.mark('twice', null);
select pg_temp.mark('twice', now());
select social_tests.act_as('alice');
select is(pg_temp.restored('twice'), 'PT404 post_not_found',
  'an own deletion that an operator took back gives no right to restore a later one');
select social_tests.act_as_operator();
select pg_temp.mark('twice', null);
select pg_temp.mark('by hand', null);
select social_tests.act_as('alice');
select is(pg_temp.restored('twice'), '1 rows', 'what an operator restores is there again');
select social.delete_post(social_tests.post_id('by hand'));
select is(pg_temp.restored('by hand'), '1 rows', 'and its author can delete and restore it');

select social_tests.act_as_operator();
update social.comments set deleted_at = now() where body = 'a comment';
select social_tests.act_as('bob');
select is(
  substring(social_tests.outcome(format(
    'select social.restore_comment(%L)', social_tests.comment_id('a comment'))) from '^\S+ \S+'),
  'PT404 comment_not_found', 'the author of a comment cannot restore it');
select social_tests.act_as('alice');
select is(
  substring(social_tests.outcome(format(
    'select social.restore_comment(%L)', social_tests.comment_id('a comment'))) from '^\S+ \S+'),
  'PT404 comment_not_found', 'nor can the author of the post');

select * from finish();
rollback;
