import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The browser has no Buffer: everything must work without. */
describe.each([
  ["with Buffer", false],
  ["without Buffer", true],
])("%s", (_, browser) => {
  const load = async () => {
    vi.resetModules();
    if (browser) vi.stubGlobal("Buffer", undefined);
    return import("./text-bytes.ts");
  };
  const bytes = (...numbers: number[]) => new Uint8Array(numbers);

  test("single-byte text is aligned with the bytes", async () => {
    const { latin1Text } = await load();
    expect(latin1Text(bytes(0x7b, 0x61, 0xc3, 0xbc, 0x62), 1, 2)).toBe("a");
    expect(latin1Text(bytes(0x7b, 0x61, 0xc3, 0xbc, 0x62), 0, 5)).toHaveLength(5);
  });

  test("UTF-8 is checked", async () => {
    const { utf8Text } = await load();
    expect(utf8Text(bytes(0x22, 0xc3, 0xbc, 0xf0, 0x9d, 0x95, 0x8f, 0x22), 1, 7)).toBe("ü𝕏");
    expect(utf8Text(bytes(0xef, 0xbf, 0xbd), 0, 3)).toBe("\ufffd");
    expect(utf8Text(bytes(0xef, 0xbb, 0xbf, 0x61), 0, 4)).toBe("\ufeffa");
    expect(() => utf8Text(bytes(0x61, 0xff, 0x61), 0, 3)).toThrow(expect.objectContaining({ code: 9 }));
  });

  test("UTF-8 is written where it should be", async () => {
    const { allocate, copyOf, writeUtf8 } = await load();
    const target = allocate(16);
    target.fill(0x2e);
    expect(writeUtf8(target, "aü𝕏", 2)).toBe(7);
    expect([...copyOf(target, 1, 11)]).toEqual([0x2e, 0x61, 0xc3, 0xbc, 0xf0, 0x9d, 0x95, 0x8f, 0x2e, 0x2e]);
  });

  test("documents are read and written", async () => {
    await load();
    const { decodeBson, decodeJson, encodeBson, encodeJson } = await import("./index.ts");
    const text = '{"a":"plain text that is long enough","b":["ü",1.5,12345678901234567]}';
    expect(encodeJson(decodeBson(encodeBson(decodeJson(text) as never)))).toBe(text);
  });
});
