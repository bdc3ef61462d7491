-- Writes the words of the captions, as the triggers would. The rows are in the order of time.
-- Earlier builds have no search of posts.
do $$
begin
  if to_regclass('social_private.post_words') is null then
    return;
  end if;
  insert into social_private.post_words (post_id, author_id, words)
  select posts.id, posts.author_id, (
    social_private.placed_words(social_private.search_tokens(posts.caption))
    || ' ' || array_to_string(social_private.post_periods(posts.id), ' ')
    || ' ' || coalesce(tags.lexemes, ''))::tsvector
  from social.posts
  left join (
    select post_id, string_agg('''#' || hashtag || '''', ' ') as lexemes
    from social.post_hashtags group by post_id
  ) as tags on tags.post_id = posts.id
  where posts.caption is not null
  order by posts.id;
end $$;
