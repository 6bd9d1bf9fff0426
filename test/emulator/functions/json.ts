// JSON: statements and what Redshift answers, the examples of its manual among them.
import type { Example } from './example.js';

const STAR = `'{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}'`;
const BROKEN = `'{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}'`;

export const JSON_EXAMPLES: readonly Example[] = [
  [`SELECT JSON_EXTRACT_PATH_TEXT(${STAR}, 'f4', 'f6'), JSON_EXTRACT_PATH_TEXT(${STAR}, 'f2')`, 'star|{"f3":1}'],
  [`SELECT JSON_EXTRACT_PATH_TEXT(${STAR}, 'f4', 'f7') IS NULL`, 't'],
  [`SELECT JSON_EXTRACT_PATH_TEXT(${BROKEN}, 'f4', 'f6')`, 'error XX000'],
  [`SELECT JSON_EXTRACT_PATH_TEXT(${BROKEN}, 'f4', 'f6', true) IS NULL`, 't'],
  [`SELECT JSON_EXTRACT_PATH_TEXT(j, 'a') FROM (SELECT '{"a":"é"}'::varchar AS j)`, 'é'],
  [`SELECT JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[111,112,113]', 2)`, '113'],
  [`SELECT JSON_EXTRACT_ARRAY_ELEMENT_TEXT('["a",["b",1,["c",2,3,null]]]', 1)`, '["b",1,["c",2,3,null]]'],
  [`SELECT JSON_EXTRACT_ARRAY_ELEMENT_TEXT('["a","b"', 1, true) IS NULL`, 't'],
  [`SELECT JSON_ARRAY_LENGTH('[11,12,13,{"f1":21,"f2":[25,26]},14]')`, '5'],
  [`SELECT JSON_ARRAY_LENGTH('[11,12,13,{"f1":21,"f2":[25,26]},14', true) IS NULL`, 't'],
  [`SELECT JSON_ARRAY_LENGTH('[11,')`, 'error XX000'],
  [`SELECT IS_VALID_JSON('{"a":2}'), IS_VALID_JSON('{"a":{"b":{"c":1}}'), IS_VALID_JSON('{1,"a"}')`, 't|f|f'],
  [`SELECT IS_VALID_JSON_ARRAY('["a",["b",1,["c",2,3,null]]]'), IS_VALID_JSON_ARRAY('{"a":1}')`, 't|f'],
  [`SELECT JSON_SERIALIZE(JSON_PARSE('[10001,10002,"abc"]'))`, '[10001, 10002, "abc"]'],
];
