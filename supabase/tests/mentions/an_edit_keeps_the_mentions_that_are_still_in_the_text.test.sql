begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.act_as_operator();
update social_private.config set allow_text_posts = true;
select social_tests.act_as('alice');
select id from social.create_post('by the sea with @bob and @carol');
select (social.add_comment(id, 'thanks @bob')).id from social.posts;
select social_tests.act_as_operator();
create temp table before as
select profile_id, ctid as place from social.post_mentions;
create function pg_temp.caption(caption text) returns text language sql as $$
  select social_tests.act_as('alice');
  select id from social.update_post((select id from social.posts), caption.caption);
  select social_tests.act_as_operator();
  select string_agg(concat_ws(' ', position, username), ', ' order by position)
  from social.post_mentions
$$;

select is(
  pg_temp.caption('by the sea with @bob, and @dave'), '1 bob, 2 dave',
  'an edit of a caption deletes removed mentions and stores added mentions');
select results_eq(
  $$
    select profile_id from social.post_mentions as mentions join before using (profile_id)
    where mentions.ctid = place
  $$,
  $$select social_tests.id('bob')$$,
  'an edit keeps the row of a mention that is still in the caption');
select is(
  pg_temp.caption('@dave came, and @bob'), '1 dave, 2 bob',
  'an edit updates the positions of the mentions to the new caption');
update social.profiles set username = 'robert' where username = 'bob';
update social_private.former_usernames set changed_at = now() - interval '40 days';
update social.profiles set username = 'bob' where username = 'carol';
update social_private.former_usernames set changed_at = now() where username = 'bob';
select is(
  pg_temp.caption('@dave came, and so did @bob'), '1 dave, 2 bob',
  'an edit does not move a mention to the new owner of the username');
select is(
  (select count(*) from social.post_mentions
    where profile_id in (social_tests.id('robert'), social_tests.id('dave'))), 2::bigint,
  'a mention still refers to the same person after another person takes the username');
update social.posts set pinned_at = now(), is_sensitive = true;
select is(
  (select array_agg(username order by position) from social.post_mentions), array['dave', 'bob'],
  'an update of other columns of a post changes no mention');
select social_tests.act_as('alice');
select id from social.update_comment((select id from social.comments), 'thanks @dave');
select social_tests.act_as_operator();
select is(
  (select array_agg(username) from social.comment_mentions), array['dave'],
  'an edit of a comment replaces its mentions');

select * from finish();
rollback;
