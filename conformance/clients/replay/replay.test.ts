import { expect, test } from "vitest";
import { parseChallenge } from "./go-client.ts";
import { type Incoming, type Outgoing, play, variablesOf } from "./play.ts";
import { parseScript } from "./script.ts";
import { match } from "./template.ts";

const text = `# a comment
@set base /things
@secret key sesame

## make
### post
@chunked
POST {{base}}?x=1
Accept: a/b

{"name":"n",
 "key":"{{key}}"}

HTTP 200 2023-02-01

{"id":"{{id:thing}}","self":"{{thing}}"}

## read
### get until it is there
@poll pending=PENDING,404 every=1ms within=5s
GET {{base}}/{{thing}}

HTTP 200
X-Name: {{text:}}

{"state":"READY"}
`;
const script = parseScript("t.http", text);
const id = "0123456789abcdef01234567";

function incoming(status: number, body: string, headers: Record<string, string> = {}): Incoming {
  return { status, headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])), body: Buffer.from(body) };
}

const versioned = { "content-type": "application/vnd.atlas.2023-02-01+json;charset=utf-8" };

async function playMake(answer: Incoming): Promise<Outgoing> {
  const sent: Outgoing[] = [];
  await play(script, script.commands[0]!, variablesOf(script, {}), async (request) => {
    sent.push(request);
    return answer;
  });
  return sent[0]!;
}

test("a request goes out as it is written, layout lines joined and variables put in", async () => {
  const sent = await playMake(incoming(200, `{"id":"${id}","self":"${id}"}`, versioned));
  expect(sent).toEqual({
    method: "POST",
    target: "/things?x=1",
    headers: [["Accept", "a/b"]],
    body: '{"name":"n","key":"sesame"}',
    chunked: true,
    anonymous: false,
  });
});

test.each([
  ["another status", incoming(500, "{}"), "expected status 200 2023-02-01"],
  [
    "another version",
    incoming(200, "{}", { "content-type": "application/json" }),
    "expected header Content-Type: application/vnd.atlas",
  ],
  ["no id", incoming(200, '{"id":"12","self":"12"}', versioned), "the body differs at character 7"],
  [
    "another id where it comes again",
    incoming(200, `{"id":"${id}","self":"${id.replace("0", "1")}"}`, versioned),
    "differs at character 41",
  ],
  ["more at the end", incoming(200, `{"id":"${id}","self":"${id}"} `, versioned), "the body differs"],
  ["a secret in a header", incoming(200, `{"id":"${id}","self":"${id}"}`, { ...versioned, x: "sesame" }), "shows a secret"],
  ["a compressed body", incoming(200, "", { ...versioned, "content-encoding": "gzip" }), "expected no header Content-Encoding"],
])("an answer with %s fails, and tells where and what came", async (_, answer, problem) => {
  await expect(playMake(answer)).rejects.toThrow(problem);
  await expect(playMake(answer)).rejects.toThrow(/t\.http:8: post: POST \/things\?x=1\n.*came:\n {2}HTTP/s);
});

test("an error has its code in the header and in the body", async () => {
  const error = parseScript("t.http", "## c\n### e\nGET /x\n\nHTTP 404 NOT_HERE\n");
  const once = (answer: Incoming) => play(error, error.commands[0]!, new Map(), async () => answer);
  const type = { "content-type": "application/json" };
  await once(incoming(404, '{"error":404,"errorCode":"NOT_HERE"}', { ...type, "x-error-code": "NOT_HERE" }));
  await expect(once(incoming(404, '{"error":404,"errorCode":"NOT_HERE"}', type))).rejects.toThrow("X-Error-Code");
  await expect(once(incoming(404, '{"error":404,"errorCode":"X"}', { ...type, "x-error-code": "NOT_HERE" }))).rejects.toThrow(
    "in the body",
  );
});

test("polling tolerates what is named and nothing else", async () => {
  const named = { "x-name": "n" };
  const answers = [incoming(404, "{}"), incoming(200, '{"state":"PENDING"}', named), incoming(200, '{"state":"READY"}', named)];
  const variables = variablesOf(script, { thing: id });
  let asked = 0;
  await play(script, script.commands[1]!, variables, async () => answers[asked++]!);
  expect(asked).toBe(3);
  const deleting = play(script, script.commands[1]!, variables, async () => incoming(200, '{"state":"DELETING"}', named));
  await expect(deleting).rejects.toThrow("the body differs at character 10");
});

test("exchanges of a parallel command do not wait for each other", async () => {
  const several = parseScript("t.http", `## c\n@parallel\n${"### e\nGET /x\n\nHTTP 200\n\n".repeat(3)}`);
  const release: (() => void)[] = [];
  const all = play(several, several.commands[0]!, new Map(), async () => {
    await new Promise<void>((resolve) => {
      release.push(resolve);
      if (release.length === 3) for (const go of release) go();
    });
    return incoming(200, "");
  });
  await all;
  expect(release).toHaveLength(3);
});

test("masks hold what they name", () => {
  const variables = new Map([["a", "1"]]);
  expect(match('{"a":{{a}},"s":{{object:}}}', '{"a":1,"s":{"x":{"y":[]}}}', variables)).toBeUndefined();
  expect(match("{{time:}}", "2026-11-23T08:00:00.123Z", variables)).toBeUndefined();
  expect(match("{{time:}}", "yesterday", variables)).toEqual({ expected: "{{time:}}", at: 0 });
  expect(() => match("{{colour:}}", "", variables)).toThrow("there is no kind 'colour'");
  expect(() => match("{{b}}", "", variables)).toThrow("there is no value for {{b}}");
});

test.each([
  ["### e\nGET /x\n\nHTTP 200\n", "t.http:1: an exchange needs a command"],
  ["## c\n### e\nFETCH /x\n\nHTTP 200\n", "t.http:3: expected 'METHOD /path', found 'FETCH /x'"],
  ["## c\n### e\nGET /x\n", "t.http:5: expected 'HTTP STATUS' after the request"],
  ["## c\n### e\n@poll every=1s\nGET /x\n\nHTTP 200\n", "t.http:3: expected '@poll pending="],
  ["## c\n### e\n@loud\nGET /x\n\nHTTP 200\n", "t.http:3: unknown directive '@loud'"],
  ["hello\n", "t.http:1: expected '## command'"],
])("a script that is wrong is told where", (wrong, message) => {
  expect(() => parseScript("t.http", wrong)).toThrow(message);
});

const challenge =
  'Digest realm="MMS Public API", domain="", nonce="Vm0yX0FCQ0RFRkdISUpLTE1OT1BR", algorithm=MD5, qop="auth", stale=false';

test("a challenge is read as narrowly as the Go digest client reads it (admin-api.md 7.2)", () => {
  expect(Object.fromEntries(parseChallenge(challenge))).toEqual({
    realm: "MMS Public API",
    domain: "",
    nonce: "Vm0yX0FCQ0RFRkdISUpLTE1OT1BR",
    algorithm: "MD5",
    qop: "auth",
    stale: "false",
  });
});

test.each([
  ["a comma without a space", challenge.replaceAll(", ", ","), "'"],
  ["two spaces", challenge.replace(", qop", ",  qop"), "' qop"],
  ["a directive of its own", `${challenge}, charset=UTF-8`, "unknown directive charset"],
  ["two qualities of protection", challenge.replace('"auth"', '"auth,auth-int"'), "qop is not auth"],
  ["another scheme first", `Bearer realm="x", ${challenge}`, "does not begin with"],
])("a challenge with %s is refused", (_, wrong, why) => {
  expect(() => parseChallenge(wrong)).toThrow(why);
});
