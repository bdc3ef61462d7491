begin;
select plan(29);

create temp view cases as
select * from (values
  ('maya', 'maya', 'a valid username stays as it is'),
  ('Maya.Lin_7', 'maya.lin_7', 'letters become lower case, and dots and underscores stay'),
  ('mary ann', 'mary_ann', 'a space becomes an underscore'),
  ('O''Neil -- Jr', 'o_neil_jr', 'several other characters become one underscore'),
  ('José Núñez', 'jose_nunez', 'accents are removed'),
  (e'Jose\u0301', 'jose', 'accents are removed if they are separate characters'),
  ('ÆØÞ Weiß', 'aeoth_weiss', 'Latin letters without accents become their usual spelling'),
  ('Łukasz Đorđe', 'lukasz_dorde', 'letters with strokes lose their strokes'),
  ('ＭＡＹＡ', 'maya', 'full-width letters become normal letters'),
  ('İpek', 'ipek', 'a Turkish capital i becomes an i'),
  ('@maya', 'maya', 'an @ at the start is removed'),
  ('__.maya.__', 'maya', 'separators at both ends are removed'),
  (repeat('maya ', 10), 'maya_maya_maya_maya_maya_maya', 'a long name is cut to 30 characters'),
  ('j', 'j', 'a short name stays short'),
  ('Мария2', null, 'a name without a Latin letter is no name'),
  ('+44 20 7946', null, 'a phone number is no name'),
  ('😀', null, 'an emoji is no name'),
  ('', null, 'an empty text is no name'),
  (null, null, 'no text is no name'),
  ('maya@example.com', null, 'an e-mail address is no name'),
  ('Maya <maya@example.com>', null, 'a text with an e-mail address is no name')
) as given (wanted, cleaned, title);
select is(social_private.cleaned_username(wanted), cleaned, title) from cases;
select is(
  social_private.username_problem(social_private.cleaned_username(repeat(wanted, 3)), null), null,
  'the rules make valid usernames')
from cases where wanted = 'O''Neil -- Jr';

select is(social_private.cleaned_display_name('  Maya Lin '), 'Maya Lin',
  'spaces around a display name are removed');
select is(social_private.cleaned_display_name(repeat('é', 60)), repeat('é', 50),
  'a long display name is cut to the limit');
select is(social_private.cleaned_display_name(repeat(e'e\u0301', 60)), repeat('é', 50),
  'a long display name is cut after its characters are composed');
select is(social_private.cleaned_display_name(e'Maya\u0007'), null,
  'an invalid display name is no name');
select is(social_private.cleaned_display_name('maya@example.com'), null,
  'an e-mail address is no display name');
select is(social_private.cleaned_display_name(repeat('a ', 2000000)), rtrim(repeat('a ', 25)),
  'a display name of several megabytes is cut to the limit');
select is(social_private.cleaned_display_name(null), null, 'no display name stays no display name');

select * from finish();
rollback;
