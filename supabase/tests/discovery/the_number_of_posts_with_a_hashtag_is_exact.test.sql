begin;
select plan(6);
select social_tests.person('p' || n || 'x', n = 3) from generate_series(1, 4) as n;
create function pg_temp.step(n integer) returns text language plpgsql as $$
declare
  person text := 'p' || 1 + n % 4 || 'x';
  chosen uuid := (select id from social.posts order by md5(id::text || n) limit 1);
begin
  case (n * 7) % 10
    when 0, 1, 2, 3 then perform social_tests.post(
      person, format('%s #a%s #b%s', n, n % 3, n % 5),
      (enum_range(null::social.visibility))[1 + n % 3]);
    when 4 then update social.posts set caption = format('%s #a%s', n, n % 4) where id = chosen;
    when 5 then update social.posts set visibility = (enum_range(null::social.visibility))[1 + n % 3]
      where id = chosen;
    when 6 then update social.posts set archived_at = case when archived_at is null then now() end
      where id = chosen;
    when 7 then update social.posts set deleted_at = case when deleted_at is null then now() end
      where id = chosen;
    when 8 then update social_private.accounts set is_private = not is_private
      where profile_id = social_tests.id(person);
    else update social_private.accounts
      set deactivated_at = case when deactivated_at is null then now() end
      where profile_id = social_tests.id(person);
  end case;
  if n % 17 = 0 then
    delete from social.posts where id = chosen;
  end if;
  if n % 5 = 0 then
    perform social_private.fold_hashtag_counts(n % 4);
  end if;
  return (
    select string_agg(coalesce(wanted.hashtag, had.hashtag), ' ')
    from (
      select hashtag, count(*) from social.post_hashtags
      join social.posts on posts.id = post_id
      join social_private.accounts on profile_id = author_id
      where audience = 'public' and audience_level = 2 group by hashtag
    ) as wanted
    full join (
      select hashtag, sum(part) as count from (
        select hashtag, post_count as part from social_private.hashtags
        union all select hashtag, delta from social_private.hashtag_changes
      ) as parts group by hashtag having sum(part) <> 0
    ) as had on had.hashtag = wanted.hashtag
    where wanted.count is distinct from had.count
  );
end;
$$;
select is_empty(
  $$select n, wrong from generate_series(1, 300) as n, pg_temp.step(n) as wrong
    where wrong is not null$$,
  'after each of 300 changes, the numbers equal the result of a plain query');
update social_private.accounts set is_private = false, deactivated_at = null;
select cmp_ok((select count(*) from social_private.hashtag_posts), '>', 20::bigint,
  'with all accounts public, more than 20 posts are on pages of hashtags');
select cmp_ok(social_private.fold_hashtag_counts(10000), '>', 0,
  'the worker adds the changes to the numbers');
select is_empty(
  $$select hashtag from social_private.hashtags where post_count <> (
    select count(*) from social_private.hashtag_posts as rows
    where rows.hashtag = hashtags.hashtag)$$,
  'after the worker has added all changes, each number is the number of rows');
select is(
  (select post_count from social.hashtag('a1')),
  (select count(*)::integer from social_private.hashtag_posts where hashtag = 'a1'),
  'hashtag() returns this number');
delete from auth.users;
select social_private.fold_hashtag_counts(10000);
select is(
  (select count(*) from social_private.hashtags)
    + (select count(*) from social_private.hashtag_changes)
    + (select count(*) from social_private.hashtag_posts), 0::bigint,
  'a hashtag that nobody uses any more leaves no row');

select * from finish();
rollback;
