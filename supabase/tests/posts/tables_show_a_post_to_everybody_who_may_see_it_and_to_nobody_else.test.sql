begin;
select plan(6);
select social_private.set_direct_table_access('everybody');
select social_tests.visibility_scene();
insert into social.comments (author_id, post_id, body)
select author_id, id, 'under ' || caption from social.posts;
insert into social.post_media (post_id, position, path, mime_type, width, height)
select id, 0, 'path of ' || caption, 'image/jpeg', 800, 600 from social.posts;

create function social_tests.comment_under(post_id uuid)
  returns uuid
  language sql
  security definer
return (select id from social.comments where comments.post_id = comment_under.post_id);

select is(
  (select count(*) from social_tests.expectations), 96::bigint,
  'the test checks twelve viewers with eight posts each');
select is_empty(
  format($$select * from social_tests.surprises('select from %s where %s = %s', '0 rows')$$,
    relation, key, value),
  format(
  'the table %s shows the rows of a post to everybody who may see it and to nobody else', relation))
from (values
  ('social.posts', 'id', '%L'), ('social.post_media', 'post_id', '%L'),
  ('social.post_counts', 'post_id', '%L'), ('social.comments', 'post_id', '%L'),
  ('social.comment_counts', 'comment_id', 'social_tests.comment_under(%L)')
) as surfaces (relation, key, value);

select * from finish();
rollback;
