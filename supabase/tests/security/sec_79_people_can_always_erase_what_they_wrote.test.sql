begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mona']) as name;
select social_tests.staff('mona');
update social_private.config set allow_text_posts = true;

-- Each row is one reason why bob cannot see his comment any more. In the statement, %1$L stands for
-- the post of the author, %2$L for bob's comment, %3$L for the comment above it.
create temp table reasons (name text, actor text, statement text);
insert into reasons values
  ('strict', 'author', 'select social.delete_comment(%2$L)'),
  ('replied', 'author', 'select social.delete_comment(%2$L)'),
  ('removed', 'operator', 'update social.comments set deleted_at = now() where id = %2$L'),
  ('archived', 'author', 'select social.archive_post(%1$L)'),
  ('withdrawn', 'author', 'select social.delete_post(%1$L)'),
  ('closed', 'author', 'select social.update_profile(is_private => true)'),
  ('blocking', 'author', 'select social.block_profile(social_tests.id(''bob''))'),
  ('blocked', 'bob', 'select social.block_profile(social_tests.id(''blocked''))'),
  ('inactive', 'author', 'select social.deactivate_profile()'),
  ('leaving', 'operator', 'update social_private.accounts set suspended_at = now()'
    || ' where profile_id = social_tests.id(''leaving'')'),
  ('sanctioned', 'mona', 'select social.moderate_post(%1$L, ''hide'', ''no'')'),
  ('reported', 'author', 'select social.delete_comment(%2$L)');
select social_tests.person(name) from reasons;
select social_tests.post(name, 'post of ' || name) from reasons;
select social_tests.comment('bob', 'post of ' || name, 'mine under ' || name || ' @carol')
from reasons;
select social_tests.comment('carol', 'post of replied', 'a reply', 'mine under replied @carol');
create temp table things as
select reasons.*, social_tests.post_id('post of ' || name) as post,
  social_tests.comment_id('mine under ' || name || ' @carol') as comment from reasons;
grant select on things to authenticated;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('carol'), comment from things;
insert into social.comment_edits (comment_id, body) select comment, 'earlier' from things;
select social_tests.act_as('carol');
select social.report_comment(comment, 'spam') is not null from things where name = 'reported';
select social_tests.act_as_operator();

create function pg_temp.hide() returns void language plpgsql as $$
declare
  thing record;
begin
  for thing in select * from things loop
    perform social_tests.act_as_operator();
    if thing.actor <> 'operator' then
      perform social_tests.act_as(case thing.actor when 'author' then thing.name else thing.actor end);
    end if;
    execute format(thing.statement, thing.post, thing.comment);
  end loop;
  perform social_tests.act_as_operator();
end;
$$;
select pg_temp.hide();

select social_tests.act_as('bob');
select is_empty($$select * from social.comments where author_id = social_tests.id('bob')$$,
  'SEC-79 bob cannot see any of his comments');
create temp table answers as
select name, social.delete_comment(comment) as answer from things;
grant select on answers to postgres;
select is(
  (select count(*) from answers), 12::bigint,
  'SEC-79 the author of a comment can delete it, whatever hides it');
select is(
  (select count(distinct ((answer).is_tombstone, (answer).comment_count,
    (answer).restorable_until, (answer).deleted_at)) from answers), 1::bigint,
  'SEC-79 the answer does not depend on the reason why the author cannot see the comment');
select is_empty($$
    select name from things
    where social_tests.outcome(format('select social.delete_comment(%L)', comment))
      <> social_tests.outcome(format('select social.delete_comment(%L)', gen_random_uuid()))
  $$, 'SEC-79 a second deletion gives the answer for a missing comment');
select is_empty('select * from social.deleted_comments()',
  'SEC-79 the author cannot restore the comments');
select social_tests.act_as('strict');
select is_empty('select * from social.deleted_comments()',
  'SEC-79 the author of the post, who had deleted the comment, can no longer restore it');
select throws_ok(
  format('select social.restore_comment(%L)', comment), 'PT404', 'comment_not_found',
  'SEC-79 the author of the post gets the answer for a missing comment')
from things where name = 'strict';

select social_tests.act_as_operator();
select set_eq(
  $$select body from social.comments where author_id = social_tests.id('bob')$$,
  array['mine under reported @carol'],
  'SEC-79 the text of every comment is erased, except of the comment with an open report');
select set_eq(
  $$
    select body from social.comment_edits
    union all select 'liked' from social.comment_likes
    union all select username from social.comment_mentions
  $$, array['earlier', 'liked', 'carol'],
  'SEC-79 the versions, likes and mentions are erased, except those of the reported comment');
select is_empty('select * from social_private.verify_counters()', 'SEC-79 the counters are exact');
select social_tests.act_as('carol');
select is(
  (select (author_id, body, deleted_by, reply_count)::text
    from social.post_comments(social_tests.post_id('post of replied'))),
  '(,,author,1)', 'SEC-79 a tombstone of the author stays above the replies of other people');

select social_tests.act_as('mona');
select (social.resolve_report(social_tests.report_id('carol'), 'dismissed', 'seen')).id is not null;
select social_tests.act_as_operator();
update social.comments set deleted_at = now() - interval '31 days' where body like 'mine%';
select social_tests.work();
select is_empty($$select body from social.comments where body like 'mine%'$$,
  'SEC-79 the reported comment is erased after staff decided');

-- Likes, saves and follows
select social_tests.post('carol', 'shell');
select social_tests.post('carol', 'stone');
select social_tests.comment('carol', 'shell', 'note');
select set_config('my.shell', social_tests.post_id('shell')::text, true);
select set_config('my.note', social_tests.comment_id('note')::text, true);
insert into social.likes (user_id, post_id)
select social_tests.id('bob'), current_setting('my.shell')::uuid;
insert into social.saves (user_id, post_id)
select social_tests.id('bob'), current_setting('my.shell')::uuid;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('bob'), current_setting('my.note')::uuid;
select social_tests.follow('bob', 'carol');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('carol');
select social_tests.act_as('bob');
select social.unlike_post(current_setting('my.shell')::uuid) is not null;
select social.unsave_post(current_setting('my.shell')::uuid) is not null;
select social.unlike_comment(current_setting('my.note')::uuid) is not null;
select social.unfollow_profile(social_tests.id('carol')) is not null;
select social_tests.act_as_operator();
select is_empty(
  $$
    select user_id from social.likes union all select user_id from social.saves
    union all select user_id from social.comment_likes
    union all select follower_id from social.follows
  $$, 'SEC-79 people can remove likes, saves and follows of an inactive person');

-- A comment of somebody else
select social_tests.comment('carol', 'stone', 'hers');
select set_config('my.hers', social_tests.comment_id('hers')::text, true);
update social.comments set deleted_at = now() where body = 'hers';
select social_tests.act_as('bob');
select is(
  social_tests.outcome(format('select social.delete_comment(%L)', current_setting('my.hers'))),
  social_tests.outcome(format('select social.delete_comment(%L)', gen_random_uuid())),
  'SEC-79 nobody can erase a comment of another person');
select social_tests.act_as_operator();
select is(
  (select deleted_by::text from social.comments where body = 'hers'), 'staff',
  'SEC-79 a refused deletion changes nothing');

select * from finish();
rollback;
