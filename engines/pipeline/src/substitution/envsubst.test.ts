import { describe, expect, it } from 'vitest';

import { SubstitutionError, substitute } from './envsubst.ts';
import { goQuote } from './go-quote.ts';

const environment = { V: 'abc', E: '', P: 'a/b/c.tar.gz', M: 'one\n"two"' };

describe('substitute', () => {
  it.each([
    ['$V', '$V'],
    ['${V}', 'abc'],
    ['$${V}', '${V}'],
    ['$$V', '$V'],
    ['$$$V', '$$V'],
    ['${U}', ''],
    ['${U:-d}', 'd'],
    ['${U:?d}', 'd'],
    ['${U:+d}', 'd'],
    ['${V:+d}', 'abc'],
    ['${E:-d}', 'd'],
    ['${E=d}', 'd'],
    ['${E:=d}', 'd'],
    ['${1}', ''],
    ['${1:-x}', 'x'],
    ['${V:1}', 'bc'],
    ['${V:9}', ''],
    ['${V:1:99}', 'bc'],
    ['${V:1:1}', 'b'],
    ['${V:-1}', 'abc'],
    ['${V:x}', 'abc'],
    ['${P##*/}', 'c.tar.gz'],
    ['${P#*/}', 'b/c.tar.gz'],
    ['${P%%.*}', 'a/b/c'],
    ['${P%.*}', 'a/b/c.tar'],
    ['${P/\\//-}', 'a-b/c.tar.gz'],
    ['${P//\\//-}', 'a-b-c.tar.gz'],
    ['${V/b/}', 'ac'],
    ['${V/#a/X}', 'Xbc'],
    ['${V/%c/X}', 'abX'],
    ['${U:-${V}}', 'abc'],
    ['${U=${V}-x}', 'abc-x'],
    ['${U:-a b:c}', 'a b:c'],
    ['echo \\${V}', 'echo \\abc'],
    ['${#V}', '3'],
    ['${V^}${V^^}', 'AbcABC'],
    ['x ${M} y', 'x "one\\n\\"two\\"" y'],
    ['${constructor}', ''],
  ])('%s becomes %s', (input, output) => {
    expect(substitute(input, environment)).toBe(output);
  });

  it.each([
    ['${V/b}', 'bad substitution'],
    ['${U-d}', 'missing closing brace'],
    ['${U+d}', 'missing closing brace'],
    ['${V@Q}', 'missing closing brace'],
    ['${arr[0]}', 'missing closing brace'],
    ['${V', 'missing closing brace'],
    ['${{ x }}', 'unable to parse variable name'],
    ['${}', 'unable to parse variable name'],
    ['${ V }', 'unable to parse variable name'],
  ])('%s is refused: %s', (input, message) => {
    expect(() => substitute(input, environment)).toThrow(message);
  });

  it('says where', () => {
    try {
      substitute('ok: 1\nbad: ${}', {});
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SubstitutionError);
      expect((error as SubstitutionError).offset).toBe(11);
    }
  });
});

describe('goQuote', () => {
  it('escapes as Go does', () => {
    expect(goQuote('a\tb\u0001é\u200b\\')).toBe('"a\\tb\\x01é\\u200b\\\\"');
  });
});
