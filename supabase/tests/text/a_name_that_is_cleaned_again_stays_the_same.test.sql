begin;
select plan(4);
-- Every text of three of these characters, which change the meaning of each other.
create temp table lines as
select distinct first || second || third as written, social_private.single_line(first || second || third)
  as line
from (
  select string_to_array(e'a,z,1, ,\u0627,\u5b57,\u0e31,\u0301,\U0001f600,\u200c,\u200d,\u200e,'
    || e'\u061c,\ufe0f,\u20e3,\u180e,\u1820,\u115f,\u034f,\U000e0067,\u00a0,-', ',') as parts
) as given, unnest(parts) as first, unnest(parts) as second, unnest(parts) as third;

select is_empty(
  $$select to_json(written) from lines where social_private.single_line(line) <> line$$,
  'a line that is made again stays the same');
select is_empty(
  $$select to_json(cleaned.line) from lines
    cross join lateral social_private.clean_line(line, 'display_name', 100) as cleaned (line)
    where social_private.is_visible_text(lines.line)
      and social_private.clean_line(cleaned.line, 'display_name', 100) <> cleaned.line$$,
  'a name that is cleaned again stays the same');
select is(
  social_private.single_line(e'a\u200c\u061c'), 'a', 'invisible characters end no line');
select is(social_private.single_line(null), null, 'no name stays no name');

select * from finish();
rollback;
