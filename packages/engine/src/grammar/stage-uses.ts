import type { DefNode, DefObject } from "@millrace/mql";

/** One stage of a pipeline. */
export interface StageUse {
  index: number;
  name: string;
  /** The stage object, with its one key. */
  node: DefObject;
  /** What stands behind the key. */
  spec: DefNode;
}

/** The stages of a pipeline. Leaves out what is no stage; the check reports those. */
export function stageUses(pipeline: DefNode): StageUse[] {
  if (pipeline.kind !== "array") return [];
  return pipeline.items.flatMap((node, index) => {
    const [entry] = node.kind === "object" ? node.entries : [];
    return node.kind === "object" && entry ? [{ index, name: entry.key, node, spec: entry.value }] : [];
  });
}

/** The value of a field of an object node. */
export function fieldOf(node: DefNode | undefined, name: string): DefNode | undefined {
  return node?.kind === "object" ? node.entries.find(({ key }) => key === name)?.value : undefined;
}
