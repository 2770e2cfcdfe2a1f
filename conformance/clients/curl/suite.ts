/**
 * The machine's own curl against a fresh server: the sample exchanges of the specification, the five operations that the start pages show
 * (create and get a workspace; create, get and update a connection) for every type of connection, the life of a processor, and errors:
 * with digest and with a token, in the three versions that the pages name. The expected bodies in the `.http` files are written from the
 * specification; only ids, and what a run cannot know beforehand, are masked.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { check, finish, unavailable } from "../../support/check.ts";
import { consoleCommands } from "../../support/console-commands.ts";
import { Millrace } from "../../support/millrace.ts";
import { bearerLogin, curlSender, digestLogin, hasCurl, type Login, run } from "../replay/curl.ts";
import { play, variablesOf } from "../replay/play.ts";
import { parseScript, type Script } from "../replay/script.ts";

/** The versions of the start pages. */
const versions = ["2024-05-30", "2025-02-19", "2025-03-12"];

const here = fileURLToPath(new URL(".", import.meta.url));

function load(file: string): Script {
  return parseScript(join("conformance/clients/curl", file), readFileSync(join(here, file), "utf8"));
}

function loadFolder(folder: string): Script[] {
  return readdirSync(join(here, folder))
    .filter((name) => name.endsWith(".http"))
    .sort()
    .map((name) => load(join(folder, name)));
}

if (!hasCurl()) unavailable("no curl");
const folder = mkdtempSync(join(tmpdir(), "millrace-curl-suite-"));
const millrace = await new Millrace(folder, ["--no-demo"]).start();
const { url, projectId, publicKey, privateKey, clientId, clientSecret } = millrace.ready;

/** Gets a token as scripts do, and with it what curl sends from then on. */
async function tokenLogin(): Promise<Login> {
  const options = ["--silent", "--user", `${clientId}:${clientSecret}`, "--data", "grant_type=client_credentials"];
  const answer = JSON.parse((await run([...options, `${url}/api/oauth/token`])).toString());
  if (answer.token_type !== "Bearer" || answer.expires_in !== 3600) throw new Error(`not a token: ${JSON.stringify(answer)}`);
  return bearerLogin(answer.access_token);
}

/** Runs lines as one session of a shell beside the data directory; gives what each printed. Fails on the first that fails. */
function shell(lines: readonly string[]): string[] {
  const mark = "== next command ==";
  const script = lines.map((line) => `${line} || exit 1\necho; echo '${mark}'`).join("\n");
  const done = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8", timeout: 60_000 });
  const outputs = done.stdout.split(`\n${mark}\n`);
  if (done.status !== 0) throw new Error(`${lines[outputs.length - 1]}\n${done.stdout}${done.stderr}`);
  return outputs;
}

async function replay(script: Script, login: Login, more: Readonly<Record<string, string>>): Promise<string> {
  const variables = variablesOf(script, { url, host: new URL(url).hostname, project: projectId, ...more });
  const { send, close } = curlSender(url, login);
  try {
    for (const command of script.commands) await play(script, command, variables, send);
  } finally {
    close();
  }
  return `${script.commands.reduce((sum, { exchanges }) => sum + exchanges.length, 0)} exchanges`;
}

const logins: [string, () => Promise<Login>][] = [
  ["digest", async () => digestLogin(publicKey, privateKey)],
  ["token", tokenLogin],
];
const scripts = [
  load("workspace.http"),
  ...loadFolder("connections"),
  load("processor.http"),
  load("errors.http"),
  load("goodbye.http"),
];
const [exchanges, support] = [load("exchanges.http"), load("support.http")];

try {
  for (const [how, login] of logins) {
    await check(`exchanges of the specification, ${how}`, async () => replay(exchanges, await login(), {}));
    await check(`beside streams, ${how}`, async () => replay(support, await login(), {}));
  }
  for (const [how, login] of logins) {
    for (const version of versions) {
      for (const script of scripts) {
        const name = relative("conformance/clients/curl", script.file).replace(".http", "");
        await check(`${name}, ${how}, ${version}`, async () =>
          replay(script, await login(), { version, workspace: `${how}-${version}` }),
        );
      }
    }
  }

  await check("the commands of docs/point-your-tools.md work as they stand there", async () => {
    const page = readFileSync(new URL("../../../docs/point-your-tools.md", import.meta.url), "utf8");
    const commands = consoleCommands(page).map((line) => line.replaceAll("http://127.0.0.1:8080", url));
    const outputs = shell(commands);
    const wrong = commands.filter((line, index) => !line.startsWith("export ") && !/^(\{.*\}|204)\s*$/s.test(outputs[index]!));
    const refused = outputs.find((output) => output.includes('"errorCode"') || output.includes("undefined"));
    if (wrong.length > 0 || refused !== undefined) throw new Error(`${wrong.join("\n")}\n${refused ?? outputs.join("\n")}`);
    return `${commands.length} commands`;
  });

  await check("a wrong key, a wrong secret and a wrong token are refused alike", async () => {
    const target = `${url}/api/atlas/v2/groups/${projectId}/streams`;
    const refused = async (login: Login) =>
      (
        await run([
          "--silent",
          "--write-out",
          "\n%{http_code}",
          ...login,
          "--header",
          "Accept: application/vnd.atlas.2025-03-12+json",
          target,
        ])
      ).toString();
    const bodies = [await refused(digestLogin(publicKey, "wrong")), await refused(digestLogin("abcdefgh", privateKey))];
    for (const body of bodies) {
      if (!body.endsWith("\n401") || !body.includes('"detail" : "You are not authorized for this resource."'))
        throw new Error(body);
    }
    if (bodies[0] !== bodies[1]) throw new Error(`they differ: ${bodies.join(" and ")}`);
    const token = await refused(bearerLogin("not.a.token"));
    if (!token.endsWith("\n401")) throw new Error(token);
  });
} finally {
  await millrace.end();
  rmSync(folder, { recursive: true, force: true });
}
finish();
