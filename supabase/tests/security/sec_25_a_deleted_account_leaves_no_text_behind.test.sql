begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob');
update social_private.config set allow_text_posts = true;

create function social_tests.traces(mark text)
  returns table (found_in text)
  language plpgsql
  security definer
as $$
declare
  one_table regclass;
begin
  for one_table in
    select oid from pg_class
    where relkind = 'r' and relnamespace in (
      'social'::regnamespace, 'social_private'::regnamespace, 'auth'::regnamespace)
  loop
    return query execute format(
      'select %L from %s as r where position(%L in r::text) > 0', one_table, one_table, mark);
  end loop;
end;
$$;

select social_tests.post('bob', 'bob''s post');
select social_tests.act_as('alice');
select id from social.update_profile('marked name', 'marked bio', 'https://marked.example');
select id from social.create_post('marked caption', idempotency_key => 'marked key');
select id from social.update_post(social_tests.post_id('marked caption'), 'marked again');
select id from social.add_comment(social_tests.post_id('bob''s post'), 'marked comment');
select id from social.update_comment(social_tests.comment_id('marked comment'), 'marked edit');
select id from social.add_comment(social_tests.post_id('bob''s post'), 'marked too');
select social.change_username('marked') ->> 'id';
select set_config('my.alice', auth.uid()::text, true);
select social_tests.act_as('bob');
select id from social.add_comment(
  social_tests.post_id('bob''s post'), 'an answer', social_tests.comment_id('marked edit'));

select social_tests.act_as_operator();
select cmp_ok(
  (select count(distinct found_in) from social_tests.traces('marked')), '>=', 6::bigint,
  'SEC-25 before the deletion, at least six tables contain text of the person');
select social_tests.leave('marked');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_tests.traces(''marked'')',
  'SEC-25 no table contains text of a deleted person');
select is_empty(
  'select * from social_tests.traces(''alice'')',
  'SEC-25 no table contains the name or e-mail address of a deleted person');
select is_empty(
  format('select * from social_tests.traces(%L)', current_setting('my.alice')),
  'SEC-25 no table contains the id of a deleted person');
select is(
  (select (author_id, body, deleted_by)::text from social.comments where body is null),
  '(,,author)',
  'SEC-25 a comment with a reply is kept without author and text after its author is deleted');

select * from finish();
rollback;
