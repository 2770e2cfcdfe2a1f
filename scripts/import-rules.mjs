// Which package may import which (design: mql ← engine ← connectors ← executor; mql ← wire ← {devcluster, server};
// {engine, executor's client, wire} ← server ← cli). Packages are used through their entry points only.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** For each package, the entry points of other packages that it may import. */
export const allowed = {
  mql: [],
  engine: ["@millrace/mql"],
  connectors: ["@millrace/engine", "@millrace/mql"],
  executor: ["@millrace/connectors", "@millrace/engine", "@millrace/mql"],
  server: ["@millrace/executor/client", "@millrace/engine", "@millrace/mql"],
  cli: [
    "@millrace/server",
    "@millrace/executor",
    "@millrace/executor/client",
    "@millrace/connectors",
    "@millrace/engine",
    "@millrace/mql",
  ],
};

/** The engine's test kit may be used by the tests of every package above it. */
const inTests = ["@millrace/engine/testing"];

/** Problems of one source file, as sentences. `file` is relative to the repository. */
export function problemsOf(file, text) {
  const [, name] = file.split("/");
  const found = [];
  const imports = text.matchAll(
    /(?:^|[;\s])(?:import|export)\s(?:[^;"'`]*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g,
  );
  for (const match of imports) {
    const target = match[1] ?? match[2];
    if (target.startsWith("@millrace/")) {
      const ok =
        allowed[name]?.includes(target) || (/\.test\.ts$|\/testing\//.test(file) && inTests.includes(target) && name !== "mql");
      if (!ok) found.push(`${file}: ${name} may not import ${target}`);
    } else if (target.startsWith(".")) {
      const resolved = relative(root, resolve(root, dirname(file), target))
        .split(sep)
        .join("/");
      if (!resolved.startsWith(`packages/${name}/`)) found.push(`${file}: ${target} leaves the package; use its entry point`);
    }
  }
  return found;
}

function* sources(folder) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (entry === "node_modules") continue;
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.(ts|js|mjs)$/.test(entry)) yield path;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = [];
  let count = 0;
  for (const path of sources(join(root, "packages"))) {
    count++;
    problems.push(...problemsOf(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")));
  }
  for (const problem of problems) console.error(problem);
  console.log(`import rules: ${count} files, ${problems.length} problems`);
  process.exit(problems.length === 0 ? 0 : 1);
}
