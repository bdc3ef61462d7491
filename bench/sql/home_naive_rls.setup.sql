-- Creates copies of our tables with the policies of most tutorials. Postgres evaluates auth.uid()
-- for each row and looks up the follow for each row. The looked-up tables have policies too. The
-- copies have the same indexes as our tables.
drop table if exists bench.rls_posts, bench.rls_follows, bench.rls_profiles;
create table bench.rls_profiles as select id, is_private from social.profiles;
alter table bench.rls_profiles add primary key (id);
create table bench.rls_follows as select follower_id, followee_id, state from social.follows;
alter table bench.rls_follows add primary key (follower_id, followee_id);
create index on bench.rls_follows (followee_id);
create table bench.rls_posts as
  select id, author_id, caption, visibility, created_at from social.posts order by id;
alter table bench.rls_posts add primary key (id);
create index on bench.rls_posts (author_id, id desc);

alter table bench.rls_profiles enable row level security;
alter table bench.rls_follows enable row level security;
alter table bench.rls_posts enable row level security;
grant usage on schema bench to authenticated;
grant select on bench.rls_profiles, bench.rls_follows, bench.rls_posts to authenticated;

create policy everybody on bench.rls_profiles for select using (true);
create policy own on bench.rls_follows for select
  using (auth.uid() = follower_id or auth.uid() = followee_id);
create policy visible on bench.rls_posts for select using (
  auth.uid() = author_id
  or (visibility = 'public' and exists (
    select 1 from bench.rls_profiles where id = author_id and not is_private
  ))
  or (visibility <> 'only_me' and exists (
    select 1 from bench.rls_follows
    where follower_id = auth.uid() and followee_id = author_id and state = 'accepted'
  ))
);
analyze bench.rls_profiles, bench.rls_follows, bench.rls_posts;
