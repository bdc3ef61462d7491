begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave', 'erin']) as name;
select social_tests.person('paul', is_private => true);
select social_tests.post(name, 'of ' || name) from unnest(array['bob', 'carol', 'paul']) as name;
select social_tests.post('carol', 'day ' || number) from generate_series(1, 700) as number;
select social_tests.post('alice', 'kept'), social_tests.post('alice', 'deleted');
update social.posts set deleted_at = now() where caption = 'deleted';
select social_tests.comment('alice', 'of ' || name, 'on ' || name)
from unnest(array['bob', 'carol', 'paul']) as name;
insert into social.likes (user_id, post_id)
select social_tests.id('alice'), id from social.posts where deleted_at is null;
insert into social.saves (user_id, post_id) select social_tests.id('alice'), id from social.posts;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('alice'), id from social.comments;
select social_tests.follow('alice', name), social_tests.follow(name, 'alice')
from unnest(array['carol', 'dave']) as name;
insert into social_private.mutes (muter_id, muted_id, expires_at) values
  (social_tests.id('alice'), social_tests.id('bob'), null),
  (social_tests.id('alice'), social_tests.id('carol'), now() - interval '1 day');
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('erin'));
-- Every second post of Carol is for her close friends, so its like is hidden.
update social.posts set visibility = 'close_friends'
where caption ~ '^day' and right(caption, 1) in ('1', '3', '5', '7', '9');
-- Everybody likes a post of Alice and rings a bell, and she mutes posts.
select social_tests.act_as(name), social.like_post(social_tests.post_id('kept'))
from unnest(array['bob', 'carol', 'dave']) as name;
select social_tests.act_as_operator();
insert into social_private.bells (ringer_id, author_id)
select social_tests.id('alice'), social_tests.id(name)
from unnest(array['bob', 'carol', 'dave', 'erin']) as name;
insert into social_private.muted_posts (profile_id, post_id)
select social_tests.id('alice'), id from social.posts;
select social_tests.block('bob', 'alice');
update social_private.accounts set deactivated_at = now()
where profile_id in (social_tests.id('dave'), social_tests.id('erin'));

-- Reads the whole export like the worker, and notes after each call what Alice sees.
create temp table progress (world text, step serial, card text, given integer);
create function pg_temp.export_all(world text) returns void language plpgsql as $$
declare
  position text;
  page social.export_page;
  given integer := 0;
  lease uuid;
begin
  delete from social_private.exports;
  insert into social_private.exports (profile_id) values (social_tests.id('alice'));
  lease := social.claim_export() ->> 'lease_id';
  loop
    insert into progress (world, card, given)
    select export_all.world, (card.done_count, card.total_count)::text, given
    from social_private.exports, lateral social_private.export_card(exports.id) as card;
    exit when position is null and page.document is not null;
    page := social.claim_export_page(lease, position);
    position := page.next;
    given := given + jsonb_array_length(page.items);
  end loop;
  perform social.complete_export_part(lease, 9, given);
  insert into progress (world, card, given)
  select export_all.world, (card.done_count, card.total_count)::text, given
  from social_private.exports, lateral social_private.export_card(exports.id) as card;
end;
$$;
select pg_temp.export_all('hidden');
select is(
  (select card from progress order by step limit 1), format('(0,%s)', (select max(given) from progress)),
  'the total is the number of items that the export will contain');
select is_empty(
  $$select * from progress where card !~ format('^\(%s,', given)$$,
  'after each page, the number of finished items is the number of items in the pages');
select is(
  (select card from progress order by step desc limit 1),
  (select format('(%s,%s)', max(given), max(given)) from progress),
  'at the end, both numbers are the number of items in the export');

-- In a second world, what Alice may not see does not exist.
delete from social.posts
where author_id in (social_tests.id('bob'), social_tests.id('paul'))
  or visibility = 'close_friends' or deleted_at is not null;
delete from auth.users
where id in (social_tests.id('bob'), social_tests.id('dave'), social_tests.id('erin'));
delete from social_private.mutes;
select pg_temp.export_all('nothing hidden');
select is(
  (select array_agg(distinct card order by card) from progress where world = 'hidden'),
  (select array_agg(distinct card order by card) from progress where world = 'nothing hidden'),
  'a person sees the same progress as if everything hidden from them did not exist');

-- A file that could not be read is missing in the export.
delete from social_private.exports;
insert into social_private.exports (profile_id) values (social_tests.id('alice'));
create function pg_temp.complete(items integer, missing integer, next text) returns text
language sql return (
  select (done_count, total_count, is_finished)::text from social.complete_export_part(
    (social.claim_export() ->> 'lease_id')::uuid, 9, items, missing, next));
select matches(pg_temp.complete(20, 3, 'files:'), '^\(17,',
  'a file that could not be read is not counted as finished');
select is(pg_temp.complete(5, 1, null), '(21,21,t)',
  'at the end, the total does not count files that could not be read');

select * from finish();
rollback;
