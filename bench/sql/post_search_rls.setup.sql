-- The search as most guides build it: a generated column, a GIN index and a policy. The operator @@
-- is not leakproof, so Postgres uses the index only after the policy has let a row pass.
set statement_timeout = 0;
drop table if exists bench.searched_posts;
create table bench.searched_posts (
  id uuid primary key, author_id uuid not null, caption text, visibility text not null,
  words tsvector generated always as (to_tsvector('simple', coalesce(caption, ''))) stored
);
insert into bench.searched_posts (id, author_id, caption, visibility)
select id, author_id, caption, visibility from social.posts order by id;
create index on bench.searched_posts using gin (words);
create or replace function bench.is_open(author uuid)
  returns boolean
  language sql
  stable
  security definer
return exists (
  select from social_private.accounts where profile_id = author and audience_level = 2);
create or replace function bench.follows(author uuid)
  returns boolean
  language sql
  stable
  security definer
return exists (
  select from social.follows
  where follower_id = (auth.jwt() ->> 'sub')::uuid and followee_id = author and state = 'accepted');
alter table bench.searched_posts enable row level security;
create policy searched_posts_select on bench.searched_posts for select to authenticated
using (
  author_id = (select (auth.jwt() ->> 'sub')::uuid)
  or visibility = 'public' and (bench.is_open(author_id) or bench.follows(author_id))
  or visibility = 'followers' and bench.follows(author_id)
);
grant usage on schema bench to authenticated;
grant select on bench.searched_posts to authenticated;
grant execute on all functions in schema bench to authenticated;
analyze bench.searched_posts;
set statement_timeout = '30s'
