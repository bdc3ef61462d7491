begin;
select plan(11);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dora', 'mona']) as name;
select social_tests.staff('mona');
update social_private.config set allow_text_posts = true;
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('carol', 'sunrise', 'root');
select social_tests.comment('bob', 'sunrise', 'reply for @dora', 'root');
select social_tests.post('bob', 'sea #tag and @dora');
select social_tests.post('bob', 'archived #tag and @dora');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);
select set_config('my.root', social_tests.comment_id('root')::text, true);
select set_config('my.reply', social_tests.comment_id('reply for @dora')::text, true);
select set_config('my.sea', social_tests.post_id('sea #tag and @dora')::text, true);
select set_config('my.archived', social_tests.post_id('archived #tag and @dora')::text, true);
update social.posts set sensitive_note = 'note' where author_id = social_tests.id('bob');

-- Makes a change, calls a function as bob, and undoes both. Returns the outcome of the call.
create function pg_temp.after_change(actor text, change text, call text) returns text
language plpgsql as $$
declare
  outcome text;
begin
  begin
    perform social_tests.act_as_operator();
    if actor <> 'operator' then
      perform social_tests.act_as(actor);
    end if;
    execute change;
    perform social_tests.act_as('bob');
    outcome := social_tests.outcome(call);
    raise sqlstate 'UNDO0';
  exception when sqlstate 'UNDO0' then
    perform social_tests.act_as_operator();
    return outcome;
  end;
end;
$$;
create temp table changes (thing text, actor text, change text);
insert into changes values
  ('comment', 'alice', $$select social.update_post(:post, comment_policy => 'nobody')$$),
  ('comment', 'alice', $$select social.update_post(:post, comment_policy => 'mutuals')$$),
  ('comment', 'alice', $$select social.block_profile(social_tests.id('bob'))$$),
  ('comment', 'alice', $$select social.archive_post(:post)$$),
  ('comment', 'alice', $$select social.delete_post(:post)$$),
  ('comment', 'alice', $$select social.update_post(:post, visibility => 'only_me')$$),
  ('comment', 'alice', $$select social.hide_comment(:root)$$),
  ('comment', 'alice', $$select social.delete_comment(:root)$$),
  ('comment', 'carol', $$select social.delete_comment(:root)$$),
  ('comment', 'carol', $$select social.block_profile(social_tests.id('bob'))$$),
  ('comment', 'carol', $$select social.deactivate_profile()$$),
  ('comment', 'mona', $$select social.moderate_comment(:root, 'hide', 'no')$$),
  ('comment', 'mona', $$select social.moderate_profile(social_tests.id('bob'), 'suspend', 'no')$$),
  ('comment', 'operator', 'update social_private.config set comment_length = 3'),
  ('comment', 'operator', 'update social_private.config set reply_depth = 0'),
  ('comment', 'operator', 'update social_private.config set mentions_max = 0'),
  ('post', 'mona', $$select social.moderate_profile(social_tests.id('bob'), 'suspend', 'no')$$),
  ('post', 'operator', 'update social_private.config set caption_length = 3'),
  ('post', 'operator', 'update social_private.config set sensitive_note_length = 3'),
  ('post', 'operator', 'update social_private.config set mentions_max = 0'),
  ('post', 'operator', 'update social_private.config set hashtags_max = 0'),
  ('post', 'operator', 'update social_private.config set allow_text_posts = false');
update changes set change = replace(replace(change,
  ':post', quote_literal(current_setting('my.post'))),
  ':root', quote_literal(current_setting('my.root')));
create temp table ways (thing text, creating text, restoring text);
insert into ways values
  ('comment', format('select social.add_comment(%L, ''reply for @dora'', %L)',
    current_setting('my.post'), current_setting('my.root')),
    format('select social.restore_comment(%L)', current_setting('my.reply'))),
  ('post', $$select social.create_post('sea #tag and @dora', sensitive_note => 'note')$$,
    format('select social.restore_post(%L)', current_setting('my.sea'))),
  ('post', $$select social.create_post('sea #tag and @dora', sensitive_note => 'note')$$,
    format('select social.unarchive_post(%L)', current_setting('my.archived')));

select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.reply')::uuid);
select social.delete_post(current_setting('my.sea')::uuid);
select social.archive_post(current_setting('my.archived')::uuid);
select social_tests.act_as_operator();
create temp table outcomes as
select changes.thing, change, restoring,
  pg_temp.after_change(actor, change, creating) as created,
  pg_temp.after_change(actor, change, restoring) as restored
from changes join ways using (thing);
select is_empty(
  'select * from outcomes where restored is distinct from created',
  'SEC-78 after each change, restoring gives the same answer as creating');
select is_empty(
  $$select * from outcomes where created = '1 rows'$$,
  'SEC-78 each of these changes prevents the creation');
select is(
  (select array_agg(distinct pg_temp.after_change('operator', 'select', restoring)) from ways),
  array['1 rows'], 'SEC-78 without a change, each restoration succeeds');

-- Mentions. dora blocks bob after he mentioned her.
select is(
  (select count(*) from social.post_mentions) + (select count(*) from social.comment_mentions),
  3::bigint, 'SEC-78 each text mentions a person');
select social_tests.block('dora', 'bob');
select social_tests.act_as('bob');
select social.restore_comment(current_setting('my.reply')::uuid) is not null;
select social.restore_post(current_setting('my.sea')::uuid) is not null;
select social.unarchive_post(current_setting('my.archived')::uuid) is not null;
select social_tests.act_as_operator();
select is(
  (select count(*) from social.post_mentions) + (select count(*) from social.comment_mentions),
  0::bigint,
  'SEC-78 a restored or unarchived text does not mention a person who blocks its author by now');

-- The other ways in which a text becomes visible again
delete from social_private.blocks;
select social_tests.act_as('bob');
select social.update_post(current_setting('my.sea')::uuid, 'sea and @dora', visibility => 'only_me')
  is not null;
select social.update_post(current_setting('my.archived')::uuid, 'filed for @dora') is not null;
select social.update_comment(current_setting('my.reply')::uuid, 'more for @dora') is not null;
select social_tests.act_as('mona');
select social.moderate_post(current_setting('my.archived')::uuid, 'hide', 'no') is not null;
select social.moderate_comment(current_setting('my.reply')::uuid, 'hide', 'no') is not null;
select social_tests.act_as_operator();
select is(
  (select count(*) from social.post_mentions) + (select count(*) from social.comment_mentions),
  3::bigint, 'SEC-78 the edited texts mention the person again');
select social_tests.block('dora', 'bob');
update social_private.config set mentions_max = 0, caption_length = 3, comment_length = 3;
select social_tests.act_as('mona');
select lives_ok(
  format('select social.moderate_post(%L, ''restore'', ''yes'')', current_setting('my.archived')),
  'SEC-78 staff can restore a post whose text is too long by now');
select lives_ok(
  format('select social.moderate_comment(%L, ''restore'', ''yes'')', current_setting('my.reply')),
  'SEC-78 staff can restore a comment whose text is too long by now');
select social_tests.act_as('bob');
select social.update_post(current_setting('my.sea')::uuid, visibility => 'public') is not null;
select social_tests.act_as_operator();
select is(
  (select count(*) from social.post_mentions) + (select count(*) from social.comment_mentions),
  0::bigint, 'SEC-78 a text that staff restore, or that its author shows to more people, does not'
    ' mention a person who blocks its author by now');

-- The author of the post restores the comment of another person.
delete from social_private.blocks;
update social_private.config set mentions_max = 20, caption_length = 2200, comment_length = 2200;
select social_tests.act_as('alice');
select social.delete_comment(current_setting('my.reply')::uuid) is not null;
select social.update_post(current_setting('my.post')::uuid, comment_policy => 'nobody') is not null;
select social_tests.block('carol', 'bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.reply')), 'PT404',
  'comment_not_found', 'SEC-78 the author of a post cannot restore a reply across a block');
select social_tests.act_as_operator();
delete from social_private.blocks;
select social_tests.act_as('alice');
select is(
  (social.restore_comment(current_setting('my.reply')::uuid)).body, 'more for @dora',
  'SEC-78 the author of a post can restore a comment although its comments are closed');

select * from finish();
rollback;
