// How many bytes of UTF-8 a character of a MySQL character set takes at most.

/** All of Unicode; of every other set the characters are in its first plane, and take three. */
const WHOLE_OF_UNICODE = ['utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030'];
const KNOWN = [
  ...[
    'armscii8',
    'big5',
    'cp1250',
    'cp1251',
    'cp1256',
    'cp1257',
    'cp850',
    'cp852',
    'cp866',
    'cp932',
    'dec8',
    'eucjpms',
  ],
  ...['euckr', 'gb2312', 'gbk', 'geostd8', 'greek', 'hebrew', 'hp8', 'keybcs2', 'koi8r', 'koi8u', 'latin1', 'latin2'],
  ...['latin5', 'latin7', 'macce', 'macroman', 'sjis', 'swe7', 'tis620', 'ucs2', 'ujis', 'utf8', 'utf8mb3'],
];

export function bytesPerCharacter(charset: string): number {
  if (charset === 'ascii') return 1;
  return KNOWN.includes(charset) && !WHOLE_OF_UNICODE.includes(charset) ? 3 : 4;
}
