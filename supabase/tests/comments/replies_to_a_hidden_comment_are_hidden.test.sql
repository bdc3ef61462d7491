begin;
select plan(10);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('carol', 'sunrise', 'root');
select social_tests.comment('bob', 'sunrise', 'ugly', 'root');
select social_tests.comment('carol', 'sunrise', 'below', 'ugly');
select social_tests.comment('dora', 'sunrise', 'far below', 'below');
select social_tests.comment('dora', 'sunrise', 'beside', 'root');
create function pg_temp.thread() returns text[] language sql as $$
  select social_tests.walk(format(
    'select coalesce(body, ''gone'') as item, cursor from social.comment_replies(%L, %%L, 2)',
    social_tests.comment_id('root')))
$$;
create function pg_temp.rows() returns text[] language sql as $$
  select array_agg(coalesce(body, 'gone') order by id) from social.comments
  where root_id is not null
$$;

select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('ugly'));
select social_tests.act_as('dora');
select is(
  pg_temp.thread(), array['beside'],
  'replies below a hidden comment are not listed, not even for the author of a reply');
select is(pg_temp.rows(), array['beside'],
  'social.comments does not return replies below a hidden comment');
select is_empty(
  'select * from social.comments where parent_id not in (select id from social.comments)',
  'social.comments returns no comment whose parent_id is the id of a hidden comment');
select throws_ok(
  $$select social.comment_likers(social_tests.comment_id('far below'))$$,
  'PT404', 'comment_not_found', 'the likers of a reply below a hidden comment cannot be listed');
select throws_ok($$
  select social.add_comment(
    social_tests.post_id('sunrise'), 'x', social_tests.comment_id('below'))
  $$, 'PT404', 'comment_not_found', 'nobody can reply below a hidden comment');
select social_tests.act_as('bob');
select is(
  pg_temp.thread(), array['ugly', 'below', 'far below', 'beside'],
  'the author of a hidden comment sees the replies below it');
select social_tests.act_as('alice');
select is(
  pg_temp.thread(), array['ugly', 'below', 'far below', 'beside'],
  'the author of the post sees the replies below a hidden comment');

select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('ugly'));
select social_tests.act_as('dora');
select is(
  pg_temp.thread(), array['gone', 'below', 'far below', 'beside'],
  'replies below the tombstone of a hidden comment are listed');
select is(
  pg_temp.rows(), array['below', 'far below', 'beside'],
  'social.comments returns the replies below a tombstone, but not the tombstone');
select social_tests.act_as('alice');
select is_empty(
  $$select * from social.comment_replies(social_tests.comment_id('root')) where is_hidden$$,
  'the tombstone of a hidden comment is not marked as hidden');

select * from finish();
rollback;
