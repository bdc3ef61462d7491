-- Lists the public posts on the pages of their hashtags, as triggers would do. Earlier builds have no
-- such pages.
do $$
begin
  if to_regclass('social_private.hashtag_posts') is null then
    return;
  end if;
  insert into social_private.hashtag_posts (hashtag, post_id, author_id, score)
  select
    post_hashtags.hashtag, open_posts.id, open_posts.author_id,
    social_private.base_score(open_posts.created_at, true) + ln(1 + floor(20 * power(random(), 4)))
  from social_private.open_posts
  join social.post_hashtags on post_hashtags.post_id = open_posts.id
  order by post_hashtags.hashtag, open_posts.id;
  insert into social_private.hashtags (hashtag, post_count)
  select hashtag, count(*) from social_private.hashtag_posts group by hashtag;
end
$$;
