// `node src/api/generator/main.ts [OPENAPI.json]`: writes what is generated. With an argument, first takes over the structure of that document.
import { readFileSync, writeFileSync } from "node:fs";
import { type Generated, generate } from "./generate.ts";
import { type NodeObject, structureOf } from "./structure.ts";

const folder = new URL("../../../", import.meta.url);
const input = new URL("api/openapi-structure.json", folder);
const [source] = process.argv.slice(2);
if (source !== undefined) {
  const structure = structureOf(JSON.parse(readFileSync(source, "utf8")) as NodeObject);
  writeFileSync(input, `${JSON.stringify(structure, null, 1)}\n`);
}
const generated = generate(JSON.parse(readFileSync(input, "utf8")) as NodeObject);
for (const name of Object.keys(generated) as (keyof Generated)[]) {
  writeFileSync(new URL(`src/api/generated/${name}`, folder), generated[name]);
}
