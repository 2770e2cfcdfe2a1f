// `npm run coverage:language`: every operator, accumulator and stage of the aggregation language with its state. Exits with 1
// while one is missing for another reason than needing a collection, an index or a server.

import { stages as streamStages } from "../packages/engine/src/stages/registry.ts";
import { accumulatorsByName } from "../packages/mql/src/accumulators/registry.ts";
import { arrayStagesByName } from "../packages/mql/src/collections/registry.ts";
import { windowFunctionsByName } from "../packages/mql/src/collections/window/registry.ts";
import { expressionsByName } from "../packages/mql/src/expressions/registry.ts";
import { queryOperators } from "../packages/mql/src/queries/registry.ts";
import { perDocumentStages } from "../packages/mql/src/stages/registry.ts";
import { accumulators, expressionOperators, matchOperators, stages } from "./language-names.mjs";

const parts = [
  ["Expression operators", expressionOperators, new Set(expressionsByName().keys())],
  ["Match operators", matchOperators, new Set(queryOperators().map((operator) => operator.name))],
  ["Accumulators", accumulators, new Set([...accumulatorsByName.keys(), ...windowFunctionsByName.keys()])],
  ["Stages", stages, new Set([...perDocumentStages, ...arrayStagesByName().keys(), ...streamStages.keys()])],
];

let lacking = 0;
for (const [title, categories, known] of parts) {
  console.log(`\n${title}`);
  const totals = { done: 0, missing: 0, needs: 0 };
  const listed = new Set();
  for (const [category, { names, needs = {} }] of Object.entries(categories)) {
    console.log(`  ${category}`);
    for (const name of names) {
      listed.add(name);
      const state = known.has(name) ? "done" : Object.hasOwn(needs, name) ? "needs" : "missing";
      totals[state]++;
      console.log(`    ${name.padEnd(30)}${state === "needs" ? `needs ${needs[name]}` : state}`);
    }
  }
  const others = [...known].filter((name) => !listed.has(name));
  if (others.length > 0) console.log(`  Beyond the manual's list: ${others.join(", ")}`);
  console.log(`  ${totals.done} done, ${totals.missing} missing, ${totals.needs} excused`);
  lacking += totals.missing;
}

console.log(lacking === 0 ? "\nThe language is complete." : `\n${lacking} missing`);
process.exit(lacking === 0 ? 0 : 1);
