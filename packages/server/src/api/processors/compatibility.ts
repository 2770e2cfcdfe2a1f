import { type DefNode, type DefObject, writeDefinition } from "@millrace/mql";

const windows: ReadonlySet<string> = new Set(["$hoppingWindow", "$sessionWindow", "$tumblingWindow"]);

/** Options of a window that decide where its bounds lie. */
const bounds = ["interval", "hopSize", "gap", "partitionBy", "offset", "boundary"];

interface Stage {
  name: string;
  options: DefNode;
}

/** Why a processor that has run cannot go on from its checkpoint with another pipeline (engine.md 1.5); undefined if it can. */
export function incompatibility(before: DefNode, after: DefNode): string | undefined {
  const [old, edited] = [stages(before), stages(after)];
  if (writeDefinition(before) === writeDefinition(after)) return undefined;
  if (text(old[0]) !== text(edited[0])) return "the $source stage cannot be changed";
  const window = old.find(({ name }) => windows.has(name));
  if (!window) return undefined;
  const next = edited.find(({ name }) => windows.has(name));
  if (!next) return `the ${window.name} stage cannot be removed`;
  if (next.name !== window.name) return `${window.name} cannot become ${next.name}`;
  const moved = bounds.find((option) => textOf(member(window.options, option)) !== textOf(member(next.options, option)));
  if (moved !== undefined) return `${moved} of ${window.name} cannot be changed`;
  const inner = member(window.options, "pipeline");
  const keepsGroups = inner !== undefined && stages(inner).some(({ name }) => name === "$group" || name === "$sort");
  return keepsGroups ? undefined : `a pipeline with ${window.name} can only be changed if the window has $group or $sort inside`;
}

function stages(pipeline: DefNode): Stage[] {
  if (pipeline.kind !== "array") return [];
  return pipeline.items
    .flatMap((item) => (item as DefObject).entries?.slice(0, 1) ?? [])
    .map(({ key, value }) => ({ name: key, options: value }));
}

function member(node: DefNode, name: string): DefNode | undefined {
  return node.kind === "object" ? node.entries.find(({ key }) => key === name)?.value : undefined;
}

function text(stage: Stage | undefined): string {
  return stage === undefined ? "" : stage.name + textOf(stage.options);
}

function textOf(node: DefNode | undefined): string {
  return node === undefined ? "" : writeDefinition(sorted(node));
}

/** The node with its fields in alphabetical order: tools that write pipelines anew put options in an order of their own. */
function sorted(node: DefNode): DefNode {
  if (node.kind === "array") return { ...node, items: node.items.map(sorted) };
  if (node.kind !== "object") return node;
  const entries = node.entries.map((entry) => ({ ...entry, value: sorted(entry.value) }));
  return { ...node, entries: entries.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))) };
}
