begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.post('alice', 'a walk');
update social_private.config set allow_text_posts = true;
create function pg_temp.mentioned() returns text language sql return concat_ws(' ',
  (select count(*) from social.post_mentions), (select count(*) from social.comment_mentions));
-- Returns the answer of create_post. In the answer, NAME replaces the mentioned username.
create function pg_temp.answer(name text) returns text language sql return
  replace((select (caption, mentions)::text from social.create_post('hey @' || answer.name)),
    answer.name, 'NAME');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('mallory')) is not null;
select social_tests.act_as('mallory');
select is(
  pg_temp.answer('alice'), pg_temp.answer('nobody.here'),
  'SEC-44 mentioning a blocker gives the same answer as mentioning an unknown username');
select id from social.create_post('later');
select id from social.update_post(social_tests.post_id('later'), 'later, @alice');
select (social.add_comment(social_tests.post_id('later, @alice'), 'now')).id;
select (social.update_comment(social_tests.comment_id('now'), 'now, @alice')).id;
select social_tests.act_as_operator();
select is(pg_temp.mentioned(), '0 0',
  'SEC-44 new and edited posts and comments store no mention of a person who blocks the author');
select social_tests.act_as('alice');
select id from social.update_post(social_tests.post_id('a walk'), 'a walk @mallory');
select social_tests.act_as_operator();
select is(pg_temp.mentioned(), '0 0',
  'SEC-44 a post stores no mention of a person whom the author blocks');
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('mallory')) is not null;
select social_tests.act_as_operator();
select is(pg_temp.mentioned(), '0 0',
  'SEC-44 unblocking a person does not add mentions to earlier texts');
select social_tests.act_as('mallory');
select id from social.create_post('hello @alice');
select social_tests.act_as('alice');
select social.block_profile(social_tests.id('mallory')) is not null;
select social_tests.act_as('mallory');
select is(
  (select mentions from social.post(social_tests.post_id('hello @alice'))), '[]',
  'SEC-44 after a mentioned person blocks the author, the post no longer shows the mention');
select social.update_post(social_tests.post_id('hello @alice'), 'hello @alice!') is not null;
select social_tests.act_as_operator();
select is(pg_temp.mentioned(), '0 0',
  'SEC-44 after a mentioned person blocks the author, an edit of the post deletes the mention');

select * from finish();
rollback;
