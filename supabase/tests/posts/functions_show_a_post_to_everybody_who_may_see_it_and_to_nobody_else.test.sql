begin;
select plan(6);
update social_private.config set likes_visibility = 'everybody';
select social_tests.visibility_scene();
insert into social.likes (user_id, post_id) select author_id, id from social.posts;
insert into social.comments (author_id, post_id, body)
select author_id, id, 'under ' || caption from social.posts;
insert into social.comment_likes (user_id, comment_id) select author_id, id from social.comments;
insert into social.comments (author_id, post_id, body, parent_id, root_id, depth)
select author_id, post_id, 'again', id, id, 1 from social.comments;

create function social_tests.comment_under(post_id uuid)
  returns uuid
  language sql
  security definer
return (
  select id from social.comments where comments.post_id = comment_under.post_id and depth = 0);
create function social_tests.author_of(post_id uuid)
  returns uuid
  language sql
  security definer
return (select author_id from social.posts where id = author_of.post_id);

select is_empty(
  format($$select * from social_tests.surprises('select from social.%s', 'PT404 post_not_found')$$,
    call),
  format('%s succeeds for the people who may see the post and fails for all others',
    split_part(call, '(', 1)))
from unnest(array['post(%L)', 'post_comments(%L)', 'post_likers(%L)']) as call;
select is_empty(
  format($$
    select * from social_tests.surprises(
      'select from social.%s(social_tests.comment_under(%%L))', 'PT404 comment_not_found')$$, name),
  format('%s succeeds for the people who may see the post of the comment and fails for all others',
    name))
from unnest(array['comment_replies', 'comment_likers']) as name;
select is_empty(
  $$
    select * from social_tests.surprises(
      'select from (values (%L::uuid)) as given (wanted)
        join social.profile_posts(social_tests.author_of(wanted)) as posts on id = wanted',
      '0 rows')
    where viewer not in ('blocked', 'blocker') or outcome <> 'PT404 profile_not_found'
  $$,
  'profile_posts lists a post for everybody who may see it and for nobody else');

select * from finish();
rollback;
