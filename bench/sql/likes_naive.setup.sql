-- Creates the like counter of most tutorials: a row trigger updates a column of the wide post row.
-- The foreign key of the like references this row. The table has only the posts of the test, which
-- makes this variant faster.
drop table if exists bench.naive_likes, bench.naive_posts;
create table bench.naive_posts as
select posts.*, 0 as like_count
from social.posts where id in (select post_id from :operations_table);
alter table bench.naive_posts add primary key (id);
create index on bench.naive_posts (author_id, id desc);

create table bench.naive_likes (
  user_id uuid not null references social.profiles (id) on delete cascade,
  post_id uuid not null references bench.naive_posts (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, post_id)
);
create index on bench.naive_likes (post_id, created_at desc, user_id desc);

create or replace function bench.count_naive_like() returns trigger language plpgsql as $$
begin
  update bench.naive_posts
  set like_count = like_count + case tg_op when 'INSERT' then 1 else -1 end
  where id = coalesce(new.post_id, old.post_id);
  return null;
end;
$$;
create trigger count_like after insert or delete on bench.naive_likes
  for each row execute function bench.count_naive_like();
analyze bench.naive_posts;
