begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'hers', 'public', now() - interval '1 hour');
select social_tests.post('bob', 'his', 'public', now() - interval '2 hours');

-- While an older transaction runs, a read cannot mark the feed cache as complete.
create function social_tests.an_older_transaction_runs() returns void language sql
security definer as $$
  update social_private.feed_caches set settled_at = 'epoch';
  update social_private.feed_marks set
    settled_at = 'epoch', mark_xid = '18446744073709551615'
$$;
create function social_tests.a_crash_empties_unlogged_tables() returns void language sql
security definer as $$
  delete from social_private.feed_marks;
  delete from social_private.feed_caches
$$;

select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['hers'],
  'the first read of a home feed returns the viewer''s own posts');
select social_tests.an_older_transaction_runs();
select is(
  (select array_agg(caption) from social.home_feed()), array['hers'],
  'while an older transaction runs, a second read returns the same posts');
select social_tests.an_older_transaction_runs();
select social_tests.post('alice', 'new');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers'],
  'a new post is in the home feed while an older transaction runs');
select social_tests.follow('alice', 'bob', now() - interval '1 hour');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'his'],
  'posts of a followee are in the home feed even if the follow committed late');
select social_tests.an_older_transaction_runs();
select social_tests.post('bob', 'late', 'public', now() - interval '90 minutes');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'a post that committed late is in the home feed');

select social_tests.a_crash_empties_unlogged_tables();
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'the home feed is complete after a crash that empties unlogged tables');
select is(
  social_tests.walk('select caption as item, cursor from social.home_feed(%L, 1)'),
  array['new', 'hers', 'late', 'his'],
  'the pages of the home feed contain every post after a crash');

-- This trigger inserts the row of feed_marks, as a concurrent first read would do.
select social_tests.act_as_operator();
create function social_tests.insert_mark_first() returns trigger language plpgsql as $$
begin
  insert into social_private.feed_marks select new.*;
  return new;
end;
$$;
create trigger insert_mark_first before insert on social_private.feed_marks
for each row when (pg_trigger_depth() = 0) execute function social_tests.insert_mark_first();
select social_tests.a_crash_empties_unlogged_tables();
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'a first read after a crash returns all posts even if another read happens at the same time');

-- A GET of the Data API runs in a read-only transaction.
set local transaction_read_only = on;
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'a read in a read-only transaction returns the whole home feed');

select * from finish();
rollback;
