-- Generates the mentions: a tenth of the captions and a tenth of the comments mention one or two
-- people. Stores the hashtags of the captions. Earlier builds have no column for the positions of
-- mentions, so the column gets its values as a default.
do $$
begin
  alter table social.post_mentions alter column starts set default '{0}';
  alter table social.comment_mentions alter column starts set default '{0}';
exception when undefined_column then null;
end $$;
insert into social.post_mentions (post_id, profile_id, username, position)
select drawn.id, people.id, people.username, min(drawn.position)
from (
  select
    named.id, position,
    1 + floor(random() * current_setting('bench.people')::int)::int as n
  from (select id, random() < 0.5 as has_two from social.posts where random() < 0.1) as named,
  generate_series(1, 1 + has_two::int) as position
) as drawn
join bench.people using (n)
group by drawn.id, people.id, people.username;
analyze social.post_mentions;

insert into social.comment_mentions (comment_id, profile_id, username, position)
select drawn.id, people.id, people.username, min(drawn.position)
from (
  select
    named.id, position,
    1 + floor(random() * current_setting('bench.people')::int)::int as n
  from (select id, random() < 0.5 as has_two from social.comments where random() < 0.1) as named,
  generate_series(1, 1 + has_two::int) as position
) as drawn
join bench.people using (n)
group by drawn.id, people.id, people.username;
analyze social.comment_mentions;
do $$
begin
  alter table social.post_mentions alter column starts drop default;
  alter table social.comment_mentions alter column starts drop default;
exception when undefined_column then null;
end $$;

insert into social.post_hashtags (post_id, hashtag, display)
select id, 'tag' || n, 'Tag' || n from bench.captions, unnest(hashtags) as n;
drop table bench.captions;
analyze social.post_hashtags;
