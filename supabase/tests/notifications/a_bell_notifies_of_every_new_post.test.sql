begin;
select plan(20);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
create function pg_temp.publish(caption text, visibility social.visibility default 'public')
returns void language plpgsql as $$
begin
  perform social_tests.act_as('alice');
  perform social.create_post(publish.caption, null, publish.visibility);
end;
$$;
create function pg_temp.waiting() returns bigint language sql security definer
return (select count(*) from social_private.bell_posts);

select pg_temp.publish('early');
select is(pg_temp.waiting(), 0::bigint, 'a post gives the worker nothing to do if no bell rings');
select social_tests.act_as('bob');
select is((social.ring_bell(social_tests.id('alice'))).is_bell_on, true,
  'ring_bell returns that the bell is on');
select is((social.ring_bell(social_tests.id('alice'))).is_bell_on, true, 'ring_bell is idempotent');
select is((select array_agg(username) from social.bells()), array['alice'], 'bells lists the person');
select social_tests.act_as('alice');
select is_empty('select * from social.bells()', 'the person does not see who rang the bell');
select pg_temp.publish('first');
select is(social_tests.inbox('bob'), array[]::text[], 'the post itself does not notify');
select is(pg_temp.waiting(), 1::bigint, 'the post waits for the worker');
select social_tests.work();
select is(pg_temp.waiting(), 0::bigint, 'the worker deals with the post once');
select is(social_tests.inbox('bob'), array['new_post alice'], 'the worker notifies of a new post');
select is(social_tests.inbox('carol'), array[]::text[],
  'a person who rang no bell gets no notification');

select pg_temp.publish('for followers', 'followers');
select social_tests.work();
select is(cardinality(social_tests.inbox('bob')), 1,
  'the worker notifies only of posts that the person may see');
select social.follow_profile(social_tests.id('alice'));
select pg_temp.publish('for followers too', 'followers');
select social_tests.work();
select is(cardinality(social_tests.inbox('bob')), 2, 'a follower is notified of posts for followers');
select pg_temp.publish('fleeting');
select social.delete_post(social_tests.post_id('fleeting'));
select social_tests.work();
select is(cardinality(social_tests.inbox('bob')), 2,
  'a post that was deleted before the worker ran notifies nobody');

-- The end of a bell
select social.unfollow_profile(social_tests.id('alice'));
select is((select is_bell_on from social.profile(social_tests.id('alice'))), false,
  'the bell ends when the person stops following');
select social.ring_bell(social_tests.id('alice'));
select is((social.unring_bell(social_tests.id('alice'))).is_bell_on, false,
  'unring_bell ends the bell');
select social.ring_bell(social_tests.id('alice'));
select social_tests.block('alice', 'bob');
select social.unblock_profile(social_tests.id('bob')) from social_tests.act_as('alice');
select social_tests.act_as('bob');
select is((select is_bell_on from social.profile(social_tests.id('alice'))), false,
  'the bell ends with a block by either person');
select social.ring_bell(social_tests.id('alice')) from social_tests.act_as('carol');
select social.ring_bell(social_tests.id('alice')) from social_tests.act_as('dave');
select social.mute_profile(social_tests.id('alice'));
select pg_temp.publish('last');
-- A worker that notifies one person at a time continues where it stopped.
select social_tests.act_as_operator();
select social_private.notify_ringers(social_tests.post_id('last'), 1);
select is(pg_temp.waiting(), 1::bigint, 'the post waits until everybody was notified');
select social_private.notify_ringers(social_tests.post_id('last'), 1);
select social_private.notify_ringers(social_tests.post_id('last'), 1);
select is(social_tests.inbox('carol'), array['new_post alice'],
  'everybody who rang the bell is notified');
select is(social_tests.inbox('dave'), array[]::text[],
  'a person who mutes the author is not notified');

-- The test is one transaction, so it sets the time of the bell.
select pg_temp.publish('before the bell');
select social_tests.act_as_operator();
update social_private.bells set created_at = clock_timestamp() + interval '1 second'
where ringer_id = social_tests.id('carol');
select social_tests.work();
select is(cardinality(social_tests.inbox('carol')), 1,
  'a bell that rings after the post, and before the worker runs, does not notify of the post');

select * from finish();
rollback;
