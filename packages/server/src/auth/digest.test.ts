import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { challenge, digestResponse, isRightResponse, parseDigest } from "./digest.ts";
import { Nonces } from "./nonces.ts";

// admin-api.md 7.2

const fields = { username: "pubpubpu", nonce: "n", uri: "/a?b=c", response: "r", nc: "00000001", cnonce: "c", algorithm: "md5" };

test.each([
  [
    "the Go client",
    `Digest username="pubpubpu", realm="MMS Public API", nonce="n", uri="/a?b=c", response="r", algorithm="MD5", qop=auth, nc=00000001, cnonce="c"`,
  ],
  [
    "curl",
    `Digest username="pubpubpu",realm="MMS Public API",nonce="n",uri="/a?b=c",cnonce="c",nc=00000001,algorithm=MD5,response="r",qop="auth"`,
  ],
  [
    "no algorithm",
    `digest username="pubpubpu", realm="MMS Public API", nonce="n", uri="/a?b=c", response="r", qop=auth, nc=00000001, cnonce="c"`,
  ],
])("the header of %s is read", (_, header) => {
  expect(parseDigest(header)).toEqual(fields);
});

test.each([
  ["another scheme", `Basic dTpw`],
  ["another realm", `Digest username="u", realm="other", nonce="n", uri="/", response="r", qop=auth, nc=00000001, cnonce="c"`],
  ["no qop", `Digest username="u", realm="MMS Public API", nonce="n", uri="/", response="r", nc=00000001, cnonce="c"`],
  [
    "another qop",
    `Digest username="u", realm="MMS Public API", nonce="n", uri="/", response="r", qop=auth-int, nc=00000001, cnonce="c"`,
  ],
  [
    "a count that is none",
    `Digest username="u", realm="MMS Public API", nonce="n", uri="/", response="r", qop=auth, nc=1, cnonce="c"`,
  ],
  [
    "another algorithm",
    `Digest username="u", realm="MMS Public API", nonce="n", uri="/", response="r", qop=auth, nc=00000001, cnonce="c", algorithm=MD5-sess`,
  ],
  [
    "a field twice",
    `Digest username="u", username="v", realm="MMS Public API", nonce="n", uri="/", response="r", qop=auth, nc=00000001, cnonce="c"`,
  ],
  ["rubbish at the end", `Digest realm="MMS Public API", qop=auth, nc=00000001, "`],
])("%s is not read", (_, header) => {
  expect(parseDigest(header)).toBeUndefined();
});

test("escaped quotes and commas inside quotes belong to the value", () => {
  const header = `Digest username="a\\"b, c", realm="MMS Public API", qop=auth, nc=0000000A`;
  expect(parseDigest(header)).toMatchObject({ username: 'a"b, c', nc: "0000000A" });
});

test("the response is the example of RFC 7616, 3.9.1", () => {
  const ha1 = (algorithm: string) => createHash(algorithm).update("Mufasa:http-auth@example.org:Circle of Life").digest("hex");
  const example = {
    username: "Mufasa",
    nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
    uri: "/dir/index.html",
    response: "",
    nc: "00000001",
    cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  };
  expect(digestResponse({ ...example, algorithm: "md5" }, "GET", ha1("md5"))).toBe("8ca523f5e9506fed4657c9700eebdbec");
  const response = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
  const right = { ...example, algorithm: "sha256", response } as const;
  expect(isRightResponse(right, "GET", ha1("sha256"))).toBe(true);
  expect(isRightResponse(right, "POST", ha1("sha256"))).toBe(false);
  expect(isRightResponse({ ...right, response: response.slice(1) }, "GET", ha1("sha256"))).toBe(false);
});

test("the challenge is the recorded one", () => {
  const nonces = new Nonces();
  expect(challenge(nonces)).toMatch(
    /^Digest realm="MMS Public API", domain="", nonce="[A-Za-z0-9+/]{32}", algorithm=MD5, qop="auth", stale=false$/,
  );
  expect(challenge(nonces, true)).toMatch(/, stale=true$/);
});

test("a nonce is good while its count rises, and for five minutes", () => {
  let now = 1_000_000;
  const nonces = new Nonces(() => now);
  const nonce = nonces.issue();
  const uses = [1, 2, 2, 1, 5, 4, 6].map((count) => nonces.use(nonce, count));
  expect(uses).toEqual(["accepted", "accepted", "stale", "stale", "accepted", "stale", "accepted"]);
  now += 5 * 60_000 - 1;
  expect(nonces.use(nonce, 7)).toBe("accepted");
  now += 1;
  expect(nonces.use(nonce, 8)).toBe("stale");
  expect(nonces.use(nonce, 1)).toBe("stale");
});

test("nonces that this server did not issue are stale", () => {
  const nonces = new Nonces();
  const nonce = nonces.issue();
  const changed = (nonce.startsWith("A") ? "B" : "A") + nonce.slice(1);
  for (const foreign of [new Nonces().issue(), changed, `${nonce} `, nonce.slice(0, 31), "", "x"]) {
    expect(nonces.use(foreign, 1)).toBe("stale");
  }
});
