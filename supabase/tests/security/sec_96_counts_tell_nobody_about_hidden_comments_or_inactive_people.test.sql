begin;
select plan(6);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('carol', 'sunrise', 'root');
select social_tests.comment('bob', 'sunrise', 'ugly', 'root');
select social_tests.comment('bob', 'sunrise', 'rude');

-- All that a person can read about the post and its comments.
create function pg_temp.world(name text) returns text language plpgsql as $$
begin
  perform social_tests.act_as(name);
  return (
    select concat_ws(E'\n',
      (select post::text from social.post(social_tests.post_id('sunrise')) as post),
      (select array_agg(page order by id)::text
        from social.post_comments(social_tests.post_id('sunrise')) as page),
      (select array_agg(page order by id)::text
        from social.comment_replies(social_tests.comment_id('root')) as page),
      (select array_agg(counts order by post_id)::text from social.post_counts as counts),
      (select array_agg(counts order by comment_id)::text from social.comment_counts as counts))
  );
end
$$;
create temp table worlds as select pg_temp.world('bob') as seen_by_bob;
select social_tests.act_as_operator();

insert into social_private.hidden_comments (comment_id, hidden_by)
select social_tests.comment_id(body), 'post_author' from unnest(array['ugly', 'rude']) as body;
select is(pg_temp.world('bob'), (select seen_by_bob from worlds),
  'an author whose comments the author of the post hid reads the same as before');
select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
select social_tests.comment_id(body), 'staff' from unnest(array['ugly', 'rude']) as body;
select is(pg_temp.world('bob'), (select seen_by_bob from worlds),
  'an author whose comments staff hid reads the same as before');

-- For others, a hidden comment looks exactly like a deleted one, and an inactive author too.
select social_tests.act_as_operator();
create temp table hidden as select pg_temp.world('carol') as seen;
select social_tests.act_as_operator();
delete from social_private.hidden_comments;
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('bob');
select is(pg_temp.world('carol'), (select seen from hidden),
  'others cannot tell whether comments are hidden or their author is inactive');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = null where profile_id = social_tests.id('bob');
select social_tests.block('alice', 'bob');
select is(pg_temp.world('carol'), (select seen from hidden),
  'others cannot tell whether comments are hidden or their author is blocked');
select social_tests.act_as_operator();
delete from social_private.blocks;
update social.comments set deleted_at = now() where body <> 'root';
select is(pg_temp.world('carol'), (select seen from hidden),
  'others cannot tell whether comments are hidden or deleted');
select social_tests.act_as('bob');
select throws_ok('select * from social_private.uncounted_comments', '42501', null,
  'nobody can read the list of comments that do not count');

select * from finish();
rollback;
