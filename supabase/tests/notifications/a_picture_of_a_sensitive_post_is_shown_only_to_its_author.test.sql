begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.publish(name text, caption text, is_sensitive boolean) returns void
  language plpgsql as $$
declare
  file text := social_tests.upload(name);
begin
  perform social_tests.act_as_operator();
  update social_private.uploads set thumbnail_path = caption || '.jpg' where path = file;
  perform social_tests.act_as(name);
  perform social.create_post(caption, social_tests.media(file), is_sensitive => is_sensitive);
end;
$$;
-- Returns the notifications of a kind, as "caption of the post: picture".
create function pg_temp.pictures(wanted text) returns text[] language sql
return array(
  select posts.caption || ': ' || coalesce(thumbnail_path, 'none')
  from social.notifications() as listed join social.posts on posts.id = listed.post_id
  where listed.kind = pictures.wanted order by 1
);
select pg_temp.publish('alice', 'mine', true);
select pg_temp.publish('bob', 'plain @alice', false), pg_temp.publish('bob', 'blood @alice', true);
select social_tests.act_as('alice');
select social.add_comment(social_tests.post_id('blood @alice'), 'below');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('mine'));
select social.like_comment(social_tests.comment_id('below'));
select social.add_comment(social_tests.post_id('mine'), 'look');
select social.add_comment(
  social_tests.post_id('blood @alice'), 'answer', social_tests.comment_id('below'));
select social.add_comment(social_tests.post_id('blood @alice'), 'hi @alice');

select social_tests.act_as('alice');
select is(pg_temp.pictures('post_like'), array['mine: mine.jpg'],
  'a like shows the author the picture of a sensitive post');
select is(pg_temp.pictures('comment'), array['mine: mine.jpg'],
  'a comment shows the author the picture of a sensitive post');
select is(pg_temp.pictures('post_mention'),
  array['blood @alice: none', 'plain @alice: plain @alice.jpg'],
  'a mention in a sensitive post of somebody else shows no picture');
select is(pg_temp.pictures('comment_like'), array['blood @alice: none'],
  'a like of a comment below a sensitive post of somebody else shows no picture');
select is(pg_temp.pictures('reply'), array['blood @alice: none'],
  'a reply below a sensitive post of somebody else shows no picture');
select is(pg_temp.pictures('comment_mention'), array['blood @alice: none'],
  'a mention below a sensitive post of somebody else shows no picture');

select * from finish();
rollback;
