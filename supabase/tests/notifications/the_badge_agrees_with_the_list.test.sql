begin;
select plan(20);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', caption) from unnest(array['one', 'two', 'three']) as caption;
create function pg_temp.like(name text, caption text) returns void language plpgsql as $$
begin
  perform social_tests.act_as("like".name);
  perform social.like_post(social_tests.post_id("like".caption));
  perform social_tests.act_as('alice');
end;
$$;
-- Returns the rows as letters: n (new), s (seen), r (read). Fails if the badge disagrees.
create function pg_temp.states() returns text language plpgsql as $$
begin
  perform social_tests.act_as('alice');
  if social.unseen_count() <> (select count(*) from social.notifications() where not is_seen) then
    raise 'the badge shows %', social.unseen_count();
  end if;
  return (
    select string_agg((select caption from social.post(post_id)) || ' '
      || case when is_read then 'read' when is_seen then 'seen' else 'new' end, ', ')
    from social.notifications());
end;
$$;
create function pg_temp.id(caption text) returns uuid language sql
return (select id from social.notifications() where post_id = social_tests.post_id(id.caption));
create function pg_temp.cursor(caption text) returns text language sql
return (
  select cursor from social.notifications() where post_id = social_tests.post_id("cursor".caption));

select is(pg_temp.states(), null, 'a person without notifications has no rows and no badge');
select pg_temp.like('bob', 'one'), pg_temp.like('bob', 'two'), pg_temp.like('bob', 'three');
select is(pg_temp.states(), 'three new, two new, one new', 'a new row is neither seen nor read');
select is(social.mark_notifications_seen(pg_temp.cursor('two')), 1,
  'mark_notifications_seen returns the new unseen count');
select is(pg_temp.states(), 'three new, two seen, one seen',
  'the row of the cursor and all older rows are seen');
select is(social.mark_notifications_seen(pg_temp.cursor('one')), 1,
  'the cursor of an older row changes nothing');
select is(pg_temp.states(), 'three new, two seen, one seen', 'seen rows stay seen');
select is(social.mark_notifications_read(array[pg_temp.id('three')]), 0,
  'mark_notifications_read returns the new unseen count');
select is(pg_temp.states(), 'three read, two seen, one seen', 'a row that is read is seen');
select is(social.mark_notifications_read(array[pg_temp.id('three'), pg_temp.id('three')]), 0,
  'a repeated mark_notifications_read changes nothing');
select pg_temp.like('carol', 'one');
select is(pg_temp.states(), 'one new, three read, two seen',
  'a newer notification makes a seen row new');
select pg_temp.like('carol', 'three');
select is(pg_temp.states(), 'three new, one new, two seen',
  'a newer notification makes a read row new');
select social.unlike_post(social_tests.post_id('three')) from social_tests.act_as('carol');
select is(pg_temp.states(), 'one new, three read, two seen',
  'the row is read again when the newer notification disappears');
select social_tests.act_as('alice'), social.mute_profile(social_tests.id('carol'));
select is(pg_temp.states(), 'three read, two seen, one seen',
  'a row is seen again when the newer notification is of a muted person');
select social.unmute_profile(social_tests.id('carol'));
select is(pg_temp.states(), 'one new, three read, two seen', 'the row is new again after the mute');
select is(social_tests.see_all('alice'), 0, 'the cursor of the first row marks everything as seen');
select is(pg_temp.states(), 'one seen, three read, two seen', 'a read row stays read');
select pg_temp.like('carol', 'three');
select is(social_tests.see_all('alice'), 0, 'everything is seen');
select is(pg_temp.states(), 'three seen, one seen, two seen',
  'a row with a newer notification is seen and no longer read');
select is(social.mark_notifications_read('{}'), 0, 'marking nothing is allowed');
select social_tests.let_pass('30 hours');
select pg_temp.like('carol', 'two');
select is(pg_temp.states(), 'two new, three seen, one seen, two seen',
  'a new row of the same post does not change the old row');

select * from finish();
rollback;
