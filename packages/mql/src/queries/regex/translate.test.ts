import { setFlagsFromString } from "node:v8";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseVariants } from "./case-variants.ts";
import { translateRegex } from "./translate.ts";

function regexOf(pattern: string, options = ""): RegExp {
  const translated = translateRegex(pattern, options);
  if (!translated.ok) throw new Error(translated.message);
  return translated.regex;
}

describe("what a pattern matches", () => {
  test.each<[pattern: string, options: string, matching: string[], other: string[]]>([
    // Anchors: `$` is also before a newline at the end; lines end with \n only.
    ["ab$", "", ["ab", "xab\n"], ["ab\n\n", "ab\r", "abc"]],
    ["(ab$)x?", "", ["ab", "ab\n"], ["abx"]],
    ["^b", "m", ["a\nb"], ["a\rb", "a\u2028b"]],
    ["a$", "m", ["a\nb", "a"], ["a\rb", "ab"]],
    ["\\Ab", "m", ["bc"], ["a\nb"]],
    ["a\\z", "", ["a"], ["a\n"]],
    ["a\\Z", "m", ["a", "a\n"], ["a\nb"]],
    // The dot takes everything but \n, a whole code point at a time.
    ["^a.b$", "", ["a\rb", "a\u2028b", "a\u{1f600}b"], ["a\nb", "ab"]],
    ["^a.b$", "s", ["a\nb"], ["ab"]],
    ["^.{2}$", "", ["\u{1f600}x"], ["\u{1f600}", "xyz"]],
    ["^[^a]$", "", ["\u{1f600}", "b", "\n"], ["a", "bb"]],
    ["^.*x.+$", "", ["ax\u{1f600}", "\u{1f600}xa"], ["x"]],
    ["^\\N+$", "s", ["ab"], ["a\nb"]],
    // Classes are ASCII.
    ["^\\s$", "", [" ", "\t", "\v"], ["\u00a0", "\u2003"]],
    ["^\\w+$", "", ["a_1"], ["é"]],
    ["^\\D\\W\\S$", "", ["a-b"], ["1-b", "aab"]],
    ["^\\h\\v$", "", ["\t\n", "\u00a0\u2028"], ["\n\t"]],
    ["^\\R$", "", ["\r\n", "\n", "\u0085"], ["\n\r"]],
    ["^[[:alpha:][:digit:]_-]+$", "", ["a1_-"], ["é", "a b"]],
    ["^[[:punct:]]+$", "", ["!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"], ["a"]],
    ["^[^[:space:]]$", "", ["x"], [" "]],
    ["^[]a]+$", "", ["]a"], ["b"]],
    ["^[^]a]$", "", ["b"], ["]", "a"]],
    ["^[a\\-c]+$", "", ["a-c"], ["b"]],
    ["^[+--]+$", "", ["+,-"], ["."]],
    ["^[\\d.]+$", "", ["1.5"], ["a"]],
    ["^[\\Da]$", "", ["\u{1f600}", "x"], ["5"]],
    ["^[\\b]$", "", ["\b"], ["b"]],
    ["^[\\x41-\\x{43}\\101]+$", "", ["ABC"], ["D"]],
    ["^[\\Q]^\\E]+$", "", ["]^"], ["\\"]],
    // Escapes.
    ["^\\Qa.b\\E+$", "", ["a.b", "a.bbb"], ["axb"]],
    ["^\\x41\\x{1F600}\\101\\o{102}\\e\\a\\cA$", "", ["A\u{1f600}AB\x1b\x07\x01"], []],
    ["^\\/\\-\\_\\@\\ $", "", ["/-_@ "], []],
    ["^a{,2}$", "", ["", "aa"], ["aaa"]],
    ["^a{x}$", "", ["a{x}"], []],
    ["^a{2}b{1,}c{0,1}?$", "", ["aabb", "aabc"], ["ab"]],
    ["^\\p{Lu}\\pN\\P{L}\\p{^L}$", "", ["Ä5-_"], ["ä5-_"]],
    ["^\\p{Greek}+$", "", ["αβ"], ["ab"]],
    ["^\u{1f600}[\u{1f600}-\u{1f610}]$", "", ["\u{1f600}\u{1f601}"], ["\u{1f600}"]],
    // Options.
    ["abc", "i", ["ABC", "aBc"], ["abd"]],
    ["(?i)abc", "", ["ABC"], []],
    ["a(?i)b", "", ["aB"], ["AB"]],
    ["a(?i:b)c", "", ["aBc"], ["aBC"]],
    ["(?-i)a(?i)b|c", "i", ["aB", "C"], ["AB"]],
    ["(a(?i)b)c", "", ["aBc"], ["aBC"]],
    ["a(?i)b|c", "", ["aB", "C"], ["AB"]],
    ["^[a-c\\x45]+$", "i", ["AbCe"], ["d"]],
    ["^[^a-c]$", "i", ["d"], ["B"]],
    ["^[[:upper:]]+$", "i", ["aB"], ["1"]],
    ["^\\Qk.\\E\\x4b$", "i", ["K.k"], ["Kxk"]],
    ["^ÄΣ[ω]$", "i", ["äςΩ", "Äσ\u2126"], ["aσω"]],
    ["^(a)b\\1$", "i", ["ABa"], ["ABb"]],
    ["^(?P<x>a)(?P=x)(?-i)b$", "i", ["aAb"], ["aAB"]],
    ["^\u{10428}$", "i", ["\u{10400}"], ["a"]],
    ["^a.b$(?#a comment)", "", ["axb"], []],
    [" a  b # comment\n c ", "x", ["abc"], ["a b c"]],
    ["a\\ b [ ] c", "x", ["a b c"], ["ab c"]],
    ["a +", "x", ["aaa"], [""]],
    // Groups.
    ["^(?P<y>\\d\\d)-(?P=y)$", "", ["12-12"], ["12-13"]],
    ["^(?<y>a)\\k<y>\\k'y'\\k{y}\\g{y}$", "", ["aaaaa"], ["aaaa"]],
    ["^(a)(b)\\2\\g{-2}\\g1$", "", ["abbaa"], ["ababa"]],
    ["^(a)\\10$", "", ["a\b"], []],
    ["(?<=a)b(?!c)(?=d)", "", ["abd"], ["abc", "bd"]],
    ["^(?:a|b)+$", "", ["abba"], ["abc"]],
    // Counted repetitions inside of others.
    ["^(?:a{2,18}b)+$", "", ["aab", `${"a".repeat(18)}baab`], ["ab", `${"a".repeat(19)}b`]],
    ["^(?:a{17,}b)+$", "", [`${"a".repeat(30)}b`], [`${"a".repeat(16)}b`]],
    ["^(?:[ab]{3}c?){6}$", "", ["abacbabaabaabcaabbbb"], ["ab"]],
  ])("/%s/%s", (pattern, options, matching, other) => {
    const regex = regexOf(pattern, options);
    expect(matching.filter((text) => !regex.test(text))).toEqual([]);
    expect(other.filter((text) => regex.test(text))).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each([
    ["a++", "possessive quantifiers"],
    ["(?>a)b", "atomic groups"],
    ["(?R)", "recursive patterns"],
    ["(a)(?1)", "recursive patterns"],
    ["(?(1)a|b)", "conditional groups"],
    ["(?|(a)|(b))", "groups that reset numbers"],
    ["(*SKIP)a", "verbs"],
    ["a\\Kb", "\\K"],
    ["\\Ga", "\\G"],
    ["\\X", "\\X"],
    ["(ab", "closing parenthesis"],
    ["ab)", "closing parenthesis"],
    ["[ab", "closing ]"],
    ["[z-a]", "out of order"],
    ["[[:nope:]]", "[:nope:]"],
    ["*a", "nothing to repeat"],
    ["a**", "nothing to repeat"],
    ["a\\", "backslash"],
    ["\\y", "\\y has no meaning"],
    ["\\3", "no group 3"],
    ["\\p{Klingon}", "not valid"],
    ["a\0b", "NUL"],
    ["(".repeat(300) + ")".repeat(300), "250 deep"],
    ["x".repeat(40_000), "32764 characters"],
  ])("/%s/", (pattern, reason) => {
    expect(translateRegex(pattern, "")).toMatchObject({ ok: false, message: expect.stringContaining(reason) });
  });

  test("an option that does not exist", () => {
    expect(translateRegex("a", "g")).toMatchObject({ ok: false, message: expect.stringContaining("'g'") });
  });
});

test("all characters of one letter, and no others, are the same where case is ignored", () => {
  for (const letter of ["a", "k", "s", "å", "ß", "ω", "σ", "ﬁ", "ǆ", "ı", "İ", "1", "\u{10428}"]) {
    const code = letter.codePointAt(0)!;
    const same = new RegExp(`^${letter}$`, "iu");
    const expected: number[] = [];
    for (let other = 0; other < 0x1f000; other++) {
      if (other !== code && same.test(String.fromCodePoint(other))) expected.push(other);
    }
    expect(
      [...caseVariants(code)].sort((a, b) => a - b),
      letter,
    ).toEqual(expected);
  }
});

describe("what V8 can match in linear time", () => {
  // The flag `l` refuses everything else.
  beforeAll(() => setFlagsFromString("--enable-experimental-regexp-engine"));
  afterAll(() => setFlagsFromString("--no-enable-experimental-regexp-engine"));

  test.each([
    ["^a.[^b]\\D$", ""],
    ["(a+)+$", "i"],
    ["(a+)+$", "ix"],
    ["(?i)(a+)+|(b+)+$", ""],
    ["^(a+)+x", "m"],
    ["(\\w{1,50}\\s?)+$", ""],
    ["(?:(?:a{3}){8}b*)*\\Z", ""],
  ])("/%s/%s", (pattern, options) => {
    for (const finding of [false, true]) {
      const translated = translateRegex(pattern, options, finding);
      if (!translated.ok) throw new Error(translated.message);
      if (finding && pattern.includes("|")) continue;
      const { source, flags } = translated.regex;
      expect(flags).toBe("");
      expect(() => new RegExp(source, "l")).not.toThrow();
    }
  });

  test("Unicode properties need the u flag, which rules it out", () => {
    expect(regexOf("\\p{L}").flags).toBe("u");
  });
});
