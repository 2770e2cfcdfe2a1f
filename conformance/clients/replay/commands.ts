/** Replays a whole script as a Go client, command by command, with each way of logging in. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "../../support/check.ts";
import type { Ready } from "../../support/millrace.ts";
import { type Credentials, GoClient, parseChallenge } from "./go-client.ts";
import { play, variablesOf } from "./play.ts";
import { type Header, parseScript } from "./script.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

interface Options {
  userAgent: string;
  /** The client revokes its token when it ends. */
  revokes: boolean;
}

/** A check for each command, first with digest, then with a service account. After a failure the rest of a run is not sent. */
export async function replayCommands(file: string, ready: Ready, options: Options): Promise<void> {
  const script = parseScript(relative(repository, file), readFileSync(file, "utf8"));
  const { url, projectId, publicKey, privateKey, clientId, clientSecret } = ready;
  const logins: [string, Credentials][] = [
    ["digest", { publicKey, privateKey }],
    ["token", { clientId, clientSecret }],
  ];
  await check("digest: a wrong private key gets the challenge again", () =>
    refusedAgain(new GoClient(url, { publicKey, privateKey: "wrong" }, options.userAgent)),
  );
  await check("token: a wrong secret gets an error of RFC 6749", () =>
    refusedToken(new GoClient(url, { clientId, clientSecret: "wrong" }, options.userAgent)),
  );
  for (const [how, credentials] of logins) {
    const variables = variablesOf(script, { url, host: new URL(url).hostname, project: projectId, login: how });
    let failed: string | undefined;
    for (const command of script.commands) {
      await check(`${how}: ${command.name}`, async () => {
        if (failed !== undefined) throw `not sent, since '${failed}' failed`;
        failed = command.name;
        const client = new GoClient(url, credentials, options.userAgent);
        try {
          await client.login();
          await play(script, command, variables, (request) => client.send(request));
          if (options.revokes) await client.logout();
        } finally {
          client.close();
        }
        failed = undefined;
        return `${command.exchanges.length} exchanges`;
      });
    }
  }
}

/** Wrong credentials: not told from none at all (admin-api.md 7.2). */
async function refusedAgain(client: GoClient): Promise<void> {
  const headers: Header[] = [["Accept", "application/vnd.atlas.2023-01-01+json"]];
  const answer = await client.send({ method: "GET", target: "/api/atlas/v2/groups", headers, chunked: false, anonymous: false });
  client.close();
  const [first = ""] = answer.headers.get("www-authenticate") ?? [];
  const stale = parseChallenge(first).get("stale");
  if (answer.status !== 401 || stale !== "false") throw new Error(`${answer.status} ${first}`);
}

async function refusedToken(client: GoClient): Promise<void> {
  const refused = await client.login().then(
    () => "a token",
    (error: Error) => error.message,
  );
  client.close();
  const expected = '401 application/json {"error":"invalid_client","error_description":"Invalid credentials provided."}';
  if (!refused.endsWith(expected)) throw new Error(`expected ${expected}\ncame: ${refused}`);
}
