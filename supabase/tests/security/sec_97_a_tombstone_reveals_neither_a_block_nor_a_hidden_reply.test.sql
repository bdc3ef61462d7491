begin;
select plan(14);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dora', 'erin']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'root');
select social_tests.comment('carol', 'sunrise', 'reply', 'root');
create function pg_temp.page() returns setof jsonb language sql as $$
  select to_jsonb(cards) from social.post_comments(social_tests.post_id('sunrise')) as cards
$$;
create temp table seen (name text, card jsonb);
grant all on seen to authenticated, anon;

-- What dora sees after the author deletes the comment.
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('root'));
select social_tests.act_as('dora');
insert into seen select 'deleted', pg_temp.page();
select is((select card ->> 'deleted_by' from seen), 'author',
  'the tombstone of a deleted comment says that its author deleted it');
select social_tests.act_as('bob');
select social.restore_comment(social_tests.comment_id('root'));

select social.block_profile(social_tests.id('dora'));
select social_tests.act_as('dora');
select is(pg_temp.page(), (select card from seen),
  'the comment of a person who blocks the viewer looks like a deleted comment');
select is((select array_agg(body) from social.comments), array['reply'],
  'social.comments returns the reply to it');
select social_tests.act_as('bob');
select social.unblock_profile(social_tests.id('dora'));

select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob');
select social_tests.act_as('dora');
select is(pg_temp.page(), (select card from seen),
  'the comment of an inactive person looks like a deleted comment');
select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('root'), 'staff');
select social_tests.act_as('dora');
select is(pg_temp.page(), (select card from seen),
  'the tombstone of an inactive person does not tell that staff hid the comment');
select social_tests.act_as_operator();
delete from social_private.hidden_comments;
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('bob');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select social_tests.act_as('dora');
select is(pg_temp.page(), (select card from seen),
  'the comment of a person whom the author of the post blocks looks like a deleted comment');
select social_tests.act_as_anon();
select is(pg_temp.page(), (select card from seen),
  'a person without a login sees the same tombstone');
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));

-- A tombstone is listed only for viewers who see a reply below it.
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('root'));
select social_tests.act_as('carol');
select social.block_profile(social_tests.id('erin'));
select social_tests.act_as('erin');
select is_empty('select pg_temp.page()',
  'a person who sees no reply to a deleted comment sees no tombstone');
select throws_ok(
  $$select social.comment_replies(social_tests.comment_id('root'))$$,
  'PT404', 'comment_not_found', 'the thread of the comment is not found by this person');
select social_tests.act_as('dora');
select is(pg_temp.page(), (select card from seen), 'other people see the tombstone');
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('reply'));
select social_tests.act_as('dora');
select is_empty('select pg_temp.page()',
  'nobody sees the tombstone when its only reply is hidden');
select social_tests.act_as('carol');
select is((select count(*) from pg_temp.page()), 1::bigint,
  'the author of the hidden reply still sees the tombstone above it');

-- The person who deletes a comment learns about no reply that they may not see.
select social_tests.act_as_operator();
select social_tests.comment('bob', 'sunrise', 'second');
select social_tests.comment('carol', 'sunrise', 'answer', 'second');
select social_tests.block('carol', 'bob');
create temp table second_id as select social_tests.comment_id('second') as id;
grant select on second_id to authenticated;
select social_tests.act_as('bob');
select is((select (social.delete_comment(id)).is_tombstone from second_id), false,
  'the answer to a deletion does not tell about a reply of a person who blocks the author');
select social.restore_comment(id) from second_id;
select social_tests.act_as_operator();
delete from social_private.blocks where blocked_id = social_tests.id('bob');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('answer'), 'staff');
select social_tests.act_as('bob');
select is((select (social.delete_comment(id)).is_tombstone from second_id), false,
  'the answer to a deletion does not tell about a hidden reply');

select * from finish();
rollback;
