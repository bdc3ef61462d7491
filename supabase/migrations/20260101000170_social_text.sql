-- Text: how every text that people write is checked and cleaned before it is stored.
-- A caption, a comment or a bio may have several lines. A name or a web address is one visible
-- line.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('text_invalid', 422,
    'The text has control characters, excessive combining marks, or nothing visible.',
    'Remove those characters, or write at least one visible character.');

-- Cleaning

-- PostgreSQL has no character class for combining marks, so this function lists them. The list
-- contains the general category M of Unicode 17 and the unassigned code points between two marks. A
-- test compares the list with the regular expression engine of Node.
create function social_private.mark_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return
  '\x300-\x36f\x483-\x489\x591-\x5bd\x5bf\x5c1-\x5c2\x5c4-\x5c5\x5c7\x610-\x61a\x64b-\x65f\x670'
  '\x6d6-\x6dc\x6df-\x6e4\x6e7-\x6e8\x6ea-\x6ed\x711\x730-\x74a\x7a6-\x7b0\x7eb-\x7f3\x7fd'
  '\x816-\x819\x81b-\x823\x825-\x827\x829-\x82d\x859-\x85b\x897-\x89f\x8ca-\x8e1\x8e3-\x903'
  '\x93a-\x93c\x93e-\x94f\x951-\x957\x962-\x963\x981-\x983\x9bc\x9be-\x9cd\x9d7\x9e2-\x9e3'
  '\x9fe-\xa03\xa3c-\xa51\xa70-\xa71\xa75\xa81-\xa83\xabc\xabe-\xacd\xae2-\xae3\xafa-\xb03\xb3c'
  '\xb3e-\xb57\xb62-\xb63\xb82\xbbe-\xbcd\xbd7\xc00-\xc04\xc3c\xc3e-\xc56\xc62-\xc63\xc81-\xc83'
  '\xcbc\xcbe-\xcd6\xce2-\xce3\xcf3-\xd03\xd3b-\xd3c\xd3e-\xd4d\xd57\xd62-\xd63\xd81-\xd83'
  '\xdca-\xddf\xdf2-\xdf3\xe31\xe34-\xe3a\xe47-\xe4e\xeb1\xeb4-\xebc\xec8-\xece\xf18-\xf19\xf35'
  '\xf37\xf39\xf3e-\xf3f\xf71-\xf84\xf86-\xf87\xf8d-\xfbc\xfc6\x102b-\x103e\x1056-\x1059'
  '\x105e-\x1060\x1062-\x1064\x1067-\x106d\x1071-\x1074\x1082-\x108d\x108f\x109a-\x109d'
  '\x135d-\x135f\x1712-\x1715\x1732-\x1734\x1752-\x1753\x1772-\x1773\x17b4-\x17d3\x17dd'
  '\x180b-\x180d\x180f\x1885-\x1886\x18a9\x1920-\x193b\x1a17-\x1a1b\x1a55-\x1a7f\x1ab0-\x1b04'
  '\x1b34-\x1b44\x1b6b-\x1b73\x1b80-\x1b82\x1ba1-\x1bad\x1be6-\x1bf3\x1c24-\x1c37\x1cd0-\x1cd2'
  '\x1cd4-\x1ce8\x1ced\x1cf4\x1cf7-\x1cf9\x1dc0-\x1dff\x20d0-\x20f0\x2cef-\x2cf1\x2d7f\x2de0-\x2dff'
  '\x302a-\x302f\x3099-\x309a\xa66f-\xa672\xa674-\xa67d\xa69e-\xa69f\xa6f0-\xa6f1\xa802\xa806\xa80b'
  '\xa823-\xa827\xa82c\xa880-\xa881\xa8b4-\xa8c5\xa8e0-\xa8f1\xa8ff\xa926-\xa92d\xa947-\xa953'
  '\xa980-\xa983\xa9b3-\xa9c0\xa9e5\xaa29-\xaa36\xaa43\xaa4c-\xaa4d\xaa7b-\xaa7d\xaab0\xaab2-\xaab4'
  '\xaab7-\xaab8\xaabe-\xaabf\xaac1\xaaeb-\xaaef\xaaf5-\xaaf6\xabe3-\xabea\xabec-\xabed\xfb1e'
  '\xfe00-\xfe0f\xfe20-\xfe2f\x101fd\x102e0\x10376-\x1037a\x10a01-\x10a0f\x10a38-\x10a3f'
  '\x10ae5-\x10ae6\x10d24-\x10d27\x10d69-\x10d6d\x10eab-\x10eac\x10efa-\x10eff\x10f46-\x10f50'
  '\x10f82-\x10f85\x11000-\x11002\x11038-\x11046\x11070\x11073-\x11074\x1107f-\x11082'
  '\x110b0-\x110ba\x110c2\x11100-\x11102\x11127-\x11134\x11145-\x11146\x11173\x11180-\x11182'
  '\x111b3-\x111c0\x111c9-\x111cc\x111ce-\x111cf\x1122c-\x11237\x1123e\x11241\x112df-\x112ea'
  '\x11300-\x11303\x1133b-\x1133c\x1133e-\x1134d\x11357\x11362-\x11374\x113b8-\x113d0\x113d2'
  '\x113e1-\x113e2\x11435-\x11446\x1145e\x114b0-\x114c3\x115af-\x115c0\x115dc-\x115dd'
  '\x11630-\x11640\x116ab-\x116b7\x1171d-\x1172b\x1182c-\x1183a\x11930-\x1193e\x11940'
  '\x11942-\x11943\x119d1-\x119e0\x119e4\x11a01-\x11a0a\x11a33-\x11a39\x11a3b-\x11a3e\x11a47'
  '\x11a51-\x11a5b\x11a8a-\x11a99\x11b60-\x11b67\x11c2f-\x11c3f\x11c92-\x11cb6\x11d31-\x11d45'
  '\x11d47\x11d8a-\x11d97\x11ef3-\x11ef6\x11f00-\x11f01\x11f03\x11f34-\x11f42\x11f5a\x13440'
  '\x13447-\x13455\x1611e-\x1612f\x16af0-\x16af4\x16b30-\x16b36\x16f4f\x16f51-\x16f92'
  '\x16fe4-\x16ff1\x1bc9d-\x1bc9e\x1cf00-\x1cf46\x1d165-\x1d169\x1d16d-\x1d172\x1d17b-\x1d182'
  '\x1d185-\x1d18b\x1d1aa-\x1d1ad\x1d242-\x1d244\x1da00-\x1da36\x1da3b-\x1da6c\x1da75\x1da84'
  '\x1da9b-\x1daaf\x1e000-\x1e02a\x1e08f\x1e130-\x1e136\x1e2ae\x1e2ec-\x1e2ef\x1e4ec-\x1e4ef'
  '\x1e5ee-\x1e5ef\x1e6e3\x1e6e6\x1e6ee-\x1e6ef\x1e6f5\x1e8d0-\x1e8d6\x1e944-\x1e94a'
  '\xe0100-\xe01ef';

comment on function social_private.mark_ranges() is
'Returns the combining marks (accents, vowel signs) of all scripts as part of a regular expression.
Place the result between [ and ].';

create function social_private.is_visible_text(value text)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return octet_length(is_visible_text.value) = char_length(is_visible_text.value)
    or regexp_replace(
      is_visible_text.value, '[\s\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5'
        '\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164'
        '\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U00016fe4'
        '\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]',
      '', 'g') <> '';
end;
$$;

comment on function social_private.is_visible_text(text) is
'Returns whether a trimmed text is empty or has a visible character.';

create function social_private.clean_text(value text, field text, max_length integer)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  cleaned text := clean_text.value;
begin
  -- Check the number of bytes first, so that a text of several megabytes is rejected before the
  -- slower steps below. 16 bytes per character leave room for four combining marks on every letter.
  if octet_length(cleaned) > 16 * clean_text.max_length then
    perform social_private.fail(
      clean_text.field || '_too_long', format('At most %s characters.', clean_text.max_length));
  end if;
  if octet_length(cleaned) > char_length(cleaned) then
    -- Remove bidi overrides, because they make a text appear in another order than the stored
    -- order. Keep U+200E, U+200F and U+061C, because right-to-left texts need them to place neutral
    -- characters such as punctuation. Compose letters and accents after all removals.
    cleaned := regexp_replace(translate(cleaned, e'\u2028\u2029', e'\n\n'),
      '[\u202a-\u202e\u2066-\u2069]', '', 'g');
    if cleaned ~ '[\u00ad\u061c\u200b\u200e\u200f\u2060-\u206f\ufeff]' then
      cleaned := regexp_replace(
        cleaned, '[\u00ad\u061c\u200b\u200e\u200f\u2060-\u206f\ufeff]+(?=['
          || social_private.mark_ranges() || '])', '', 'g');
    end if;
    cleaned := normalize(cleaned, nfc);
  end if;
  cleaned := btrim(replace(cleaned, e'\r\n', e'\n'), e' \t\n');
  if char_length(cleaned) > clean_text.max_length then
    perform social_private.fail(
      clean_text.field || '_too_long', format('At most %s characters.', clean_text.max_length));
  end if;
  -- Allow at most ten combining marks on a letter. Real scripts use up to eight (Tibetan). More
  -- than ten marks would cover the lines of text above and below. Invisible characters between the
  -- marks do not restart the count.
  if cleaned ~ '[\u0001-\u0008\u000b-\u001f\u007f-\u009f]'
    or not social_private.is_visible_text(cleaned)
    or octet_length(cleaned) > char_length(cleaned) and cleaned ~ ('(['
      || social_private.mark_ranges() || '][\u00ad\u061c\u200b-\u200f\u2060-\u206f\ufeff]*){11}')
  then
    perform social_private.fail('text_invalid', format('See %s.', clean_text.field));
  end if;
  return nullif(cleaned, '');
end;
$$;

comment on function social_private.clean_text(text, text, integer) is
'Trims a text, removes bidi overrides, and then normalizes the text to NFC. Returns null for an
empty text.

Errors: <field>_too_long, text_invalid (control characters, more than ten combining marks on one
letter, or nothing visible).';

create function social_private.line_pass(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  -- The scripts that join letters, Chinese characters, and the characters of which emoji consist.
  joining constant text :=
    '\u0590-\u109f\u1780-\u18af\u1900-\u1cff\ua840-\uabff\U00010a00-\U00011fff';
  chinese constant text := '\u3001-\u9fff\uf900-\ufaff\U00020000-\U0003ffff';
  emoji constant text := '\u00a9\u00ae\u203c-\u2bff\U0001f000-\U0001faff';
  line text := line_pass.value;
begin
  if octet_length(line) > char_length(line) then
    -- Remove characters that are never visible. The tags after a black flag remain.
    line := regexp_replace(
      normalize(line, nfc),
      '[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u202a-\u202e\u2060-\u206f\u3164'
      '\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159'
      '\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]'
      '|(?<!\U0001f3f4[\U000e0020-\U000e007e]{0,6})[\U000e0000-\U000e007f]', '', 'g');
    -- Replace blanks before the next step, which would take some of them for emoji.
    line := regexp_replace(
      line, '[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]', ' ', 'g');
    -- Remove variation selectors, joiners and direction marks where they have no effect.
    line := regexp_replace(line, '(?<![#*0-9\u1000-\u109f\u1820-\u18aa\ua840-\ua877' || emoji
      || chinese || '])[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]'
      || '|(?<=[#*0-9])\ufe0f(?!\u20e3)', '', 'g');
    line := regexp_replace(line, '(?<![' || joining || '])\u200c|\u200c(?![' || joining || '])'
      || '|(?<![\ufe0f' || joining || emoji || '])\u200d|(?<![' || joining || '])\u200d(?!['
      || emoji || '])', '', 'g');
    line := regexp_replace(regexp_replace(
      line, '([\u061c\u200e\u200f])[\u061c\u200e\u200f]+', '\1', 'g'),
      '(?<=[[:alpha:]])[\u061c\u200e\u200f](?=[[:alpha:]])|[\u061c\u200e\u200f](?=['
        || social_private.mark_ranges() || '])', '', 'g');
  end if;
  line := btrim(regexp_replace(line, '[ \t\r\n]+', ' ', 'g'), ' ');
  return case when octet_length(line) = char_length(line) then line else regexp_replace(line,
    '^[ \u061c\u180e\u200c-\u200f' || social_private.mark_ranges()
      || ']+|[ \u061c\u200c\u200e\u200f]+$', '', 'g') end;
end;
$$;

comment on function social_private.line_pass(text) is
'Does one pass of single_line(). A removed character can leave another one without an effect.';

create function social_private.single_line(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  line text := single_line.value;
  previous text;
begin
  -- Each pass removes or composes characters, so that the loop ends.
  loop
    previous := line;
    line := social_private.line_pass(previous);
    exit when line is not distinct from previous;
  end loop;
  return line;
end;
$$;

comment on function social_private.single_line(text) is
'Returns the text as one line. Blanks and line breaks become single spaces. Removes invisible
characters, except where a script or an emoji needs them. Idempotent.';

create function social_private.clean_line(value text, field text, max_length integer)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- clean_text refuses a text of several megabytes.
  line text := case when octet_length(clean_line.value) > 16 * clean_line.max_length
    then clean_line.value else social_private.single_line(clean_line.value) end;
begin
  if line = '' and btrim(clean_line.value, e' \t\r\n') <> '' then
    perform social_private.fail('text_invalid', format('See %s.', clean_line.field));
  end if;
  return social_private.clean_text(line, clean_line.field, clean_line.max_length);
end;
$$;

comment on function social_private.clean_line(text, text, integer) is
'Cleans a text that is shown on one line, such as a name: single_line() and then clean_text().

Errors: as clean_text.';

create function social_private.is_website(value text)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return is_website.value
    ~* '^https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#][^[:space:]<>"\\]*)?$';
end;
$$;

comment on function social_private.is_website(text) is
'Returns whether the text is an https address. Returns null if the text is null.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
