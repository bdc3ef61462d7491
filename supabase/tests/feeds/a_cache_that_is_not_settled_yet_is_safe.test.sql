begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'hers', 'public', now() - interval '1 hour');
select social_tests.post('bob', 'his', 'public', now() - interval '2 hours');

-- While an older transaction still runs, what a read kept is not settled.
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
  (select array_agg(caption) from social.home_feed()), array['hers'], 'alice reads her feed');
select social_tests.an_older_transaction_runs();
select is(
  (select array_agg(caption) from social.home_feed()), array['hers'],
  'and again while another transaction runs');
select social_tests.an_older_transaction_runs();
select social_tests.post('alice', 'new');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers'],
  'and has what is new');
select social_tests.follow('alice', 'bob', now() - interval '1 hour');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'his'],
  'and what a follow brought that committed late');
select social_tests.an_older_transaction_runs();
select social_tests.post('bob', 'late', 'public', now() - interval '90 minutes');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'and a post that committed late');

select social_tests.a_crash_empties_unlogged_tables();
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'after a crash, which empties what is unlogged, it is all there');
select is(
  social_tests.walk('select caption as item, cursor from social.home_feed(%L, 1)'),
  array['new', 'hers', 'late', 'his'], 'page by page as well');

-- Somebody else reads the first feed after the crash in the same moment.
select social_tests.act_as_operator();
create function social_tests.twin() returns trigger language plpgsql as $$
begin
  insert into social_private.feed_marks select new.*;
  return new;
end;
$$;
create trigger twin before insert on social_private.feed_marks
for each row when (pg_trigger_depth() = 0) execute function social_tests.twin();
select social_tests.a_crash_empties_unlogged_tables();
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'two may be the first to read after a crash');

-- A GET of the Data API runs in a transaction that cannot write.
set local transaction_read_only = on;
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'hers', 'late', 'his'],
  'a read that cannot keep anything reads the same');

select * from finish();
rollback;
