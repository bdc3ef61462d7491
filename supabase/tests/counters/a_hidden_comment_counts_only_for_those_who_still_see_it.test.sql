begin;
select plan(19);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('carol', 'sunrise', 'root');
select social_tests.comment('bob', 'sunrise', 'ugly', 'root');
select social_tests.comment('bob', 'sunrise', 'rude');

-- The counts of the post and of the thread in cards and in views, as one person sees them.
create function pg_temp.counts(name text) returns text language plpgsql as $$
begin
  perform social_tests.act_as(name);
  return (
    select concat_ws(' ', post.comment_count, root.reply_count, '/', posts.comment_count,
      comments.reply_count)
    from social.post(social_tests.post_id('sunrise')) as post,
      social.post_comments(social_tests.post_id('sunrise')) as root,
      social.post_counts as posts, social.comment_counts as comments
    where root.id = social_tests.comment_id('root') and posts.post_id = post.id
      and comments.comment_id = root.id
  );
end
$$;
create function pg_temp.counts_of_all() returns text[] language sql as $$
  select array[pg_temp.counts('alice'), pg_temp.counts('bob'), pg_temp.counts('carol')]
$$;
create function pg_temp.as_operator(statement text) returns text[] language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  execute statement;
  return pg_temp.counts_of_all();
end
$$;
create function pg_temp.as(name text, call text) returns text[] language plpgsql as $$
begin
  perform social_tests.act_as(name);
  execute format('select social.%s', format(call, social_tests.comment_id('ugly')));
  return pg_temp.counts_of_all();
end
$$;

select is(pg_temp.counts_of_all(), array['3 1 / 3 1', '3 1 / 3 1', '3 1 / 3 1'],
  'a visible comment counts for everybody');
select is(pg_temp.as('alice', 'hide_comment(%L)'), array['3 1 / 3 1', '3 1 / 3 1', '2 0 / 2 0'],
  'a comment that the author of the post hid counts only for the two authors');
select is(pg_temp.as('alice', 'hide_comment(%L)'), array['3 1 / 3 1', '3 1 / 3 1', '2 0 / 2 0'],
  'hiding it again changes nothing');
select is(
  pg_temp.as_operator($$insert into social_private.hidden_comments (comment_id, hidden_by)
    values (social_tests.comment_id('ugly'), 'staff')$$),
  array['2 0 / 2 0', '3 1 / 3 1', '2 0 / 2 0'],
  'if staff hide it too, it counts only for its author');
select is(pg_temp.as('bob', 'delete_comment(%L)'), array['2 0 / 2 0', '2 0 / 2 0', '2 0 / 2 0'],
  'after its deletion it counts for nobody');
select is(pg_temp.as('bob', 'restore_comment(%L)'), array['2 0 / 2 0', '3 1 / 3 1', '2 0 / 2 0'],
  'a restored comment is as hidden as before');
select is(
  pg_temp.as_operator($$delete from social_private.hidden_comments where hidden_by = 'staff'$$),
  array['3 1 / 3 1', '3 1 / 3 1', '2 0 / 2 0'],
  'after staff show it again, it counts for the author of the post who hid it');
select is(
  pg_temp.as_operator($$update social_private.accounts set deactivated_at = now()
    where profile_id = social_tests.id('bob')$$),
  array['1 0 / 1 0', '1 0 / 1 0', '1 0 / 1 0'],
  'while its author is inactive, it counts for nobody');
select is(
  pg_temp.as_operator($$delete from social_private.hidden_comments$$),
  array['1 0 / 1 0', '1 0 / 1 0', '1 0 / 1 0'],
  'while its author is inactive, it does not count even if nobody hides it any more');
select is(
  pg_temp.as_operator($$update social_private.accounts set deactivated_at = null
    where profile_id = social_tests.id('bob')$$),
  array['3 1 / 3 1', '3 1 / 3 1', '3 1 / 3 1'],
  'when its author is active again, it counts for everybody');

select pg_temp.as('alice', 'hide_comment(%L)');
select social_tests.act_as('bob');
select is(
  (social.delete_comment(social_tests.comment_id('rude'))).comment_count, 2,
  'delete_comment counts the hidden comment for its author');
select social_tests.act_as('alice');
select is(
  (social.delete_comment(social_tests.comment_id('root'))).comment_count, 1,
  'delete_comment counts the hidden comment for the author of the post');
select is(
  (select comment_count from social.home_feed()), 1,
  'the home feed of the author of the post counts the hidden comment');
select is(
  (select (deleted_by, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(post_author,1)', 'the tombstone above the hidden comment counts it for the author of the post');
select social_tests.act_as_anon();
select is(
  (select comment_count from social.post(social_tests.post_id('sunrise'))), 0,
  'the hidden comment does not count for a visitor without a login');
select is(
  (select comment_count from social.post_counts), 0,
  'the view post_counts leaves out the hidden comment for a visitor without a login');
select social_tests.act_as_service();
select is(
  (select comment_count from social.post_counts), 0,
  'the view post_counts leaves out the hidden comment for the secret key');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of comments that count');
delete from social.posts;
select is_empty(
  'select comment_id from social_private.uncounted_comments', 'nothing is left after the post');

select * from finish();
rollback;
