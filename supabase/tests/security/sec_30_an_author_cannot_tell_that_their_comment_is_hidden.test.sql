begin;
select plan(7);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'mallory', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('mallory', 'sunrise', 'ugly');
select social_tests.comment('carol', 'sunrise', 'not so', 'ugly');
select social_tests.comment('mallory', 'sunrise', 'is so', 'not so');
insert into social.comment_likes select social_tests.id('carol'), id from social.comments;

-- Returns everything that the author of the comment can read, as one text.
create function pg_temp.everything() returns text language plpgsql as $$
declare
  read text;
  reading text := '';
begin
  foreach read in array array[
    'social.profiles', 'social.profile_counts', 'social.posts', 'social.post_counts',
    'social.comments', 'social.comment_counts', 'social.comment_likes', 'social.comment_edits',
    'social.profile(social_tests.id(''alice''))', 'social.my_profile()',
    'social.post(social_tests.post_id(''sunrise''))',
    'social.post_comments(social_tests.post_id(''sunrise''))',
    'social.comment_replies(social_tests.comment_id(''ugly''))',
    'social.comment_likers(social_tests.comment_id(''ugly''))',
    'social.comment_likers(social_tests.comment_id(''is so''))',
    'social.comment_history(social_tests.comment_id(''is so''))'
  ] loop
    execute format(
      'select concat(%L, count(*), string_agg(r::text, '','' order by r::text)) from %s as r',
      reading, read) into reading;
  end loop;
  return reading;
end;
$$;
create temp table before (reading text);
grant all on before to authenticated;

select social_tests.act_as('mallory');
insert into before select pg_temp.everything();
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id(body))
from unnest(array['ugly', 'is so']) as body;
select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('ugly'), 'staff');
select social_tests.act_as('carol');
select is_empty(
  $$select * from social.comments where body = 'ugly'$$,
  'SEC-30 other people cannot see a hidden comment');
select social_tests.act_as('mallory');
select is(
  pg_temp.everything(), (select reading from before),
  'SEC-30 the author of a hidden comment reads exactly the same data as before the hiding');
select is(
  (select left(cards::text, 36) from social.update_comment(
    social_tests.comment_id('is so'), 'is so') as cards),
  left(format('(%s', social_tests.comment_id('is so')), 36),
  'SEC-30 the author of a hidden comment can edit it');
select is(
  (select is_hidden from social.add_comment(
    social_tests.post_id('sunrise'), 'and', social_tests.comment_id('ugly'))), false,
  'SEC-30 the author of a hidden comment can reply to it');
select is(
  (social.delete_comment(social_tests.comment_id('ugly'))).is_tombstone, true,
  'SEC-30 the author of a hidden comment can delete it');
select is(
  (select (body, deleted_by)::text from social.post_comments(social_tests.post_id('sunrise'))),
  '(,author)', 'SEC-30 deleting a hidden comment with replies leaves the usual tombstone');
select is_empty(
  $$select from information_schema.columns
    where table_schema = 'social' and table_name = 'comments' and column_name like '%hid%'$$,
  'SEC-30 the table comments has no column that shows whether a comment is hidden');

select * from finish();
rollback;
