import type { ListedProcessor } from "@millrace/server";
import { inputFailure } from "../errors.ts";
import type { Session } from "../session.ts";
import { type AdminOptions, withServer } from "./connect.ts";
import { type Column, table } from "./table.ts";

const columns: readonly Column<ListedProcessor>[] = [
  { heading: "NAME", value: fullName },
  { heading: "STATE", value: ({ state }) => state },
  { heading: "STATUS", value: ({ status }) => status },
  { heading: "TIER", value: ({ tier }) => tier },
  { heading: "SINCE", value: ({ since }) => since },
  { heading: "ERROR", value: ({ error }) => error?.message },
];

/** Prints the processors of a server: all, those of a workspace, or one. */
export async function listProcessors(
  which: string | undefined,
  options: AdminOptions & { json?: boolean },
  session: Session,
): Promise<void> {
  const processors = await withServer(options, session, (client) => client.processors());
  const chosen = choose(processors, which);
  session.stdout.write(options.json ? `${JSON.stringify(chosen)}\n` : table(columns, chosen));
}

/** Those that `WORKSPACE` or `WORKSPACE/NAME` names. Throws a `CommandFailure` if there are none of that name. */
export function choose(processors: readonly ListedProcessor[], which: string | undefined): readonly ListedProcessor[] {
  if (which === undefined) return processors;
  const chosen = processors.filter((processor) => which === processor.workspace || which === fullName(processor));
  if (chosen.length > 0) return chosen;
  throw inputFailure(
    `there is no processor or workspace with processors named ${which} (\`millrace processors list\` shows all)`,
  );
}

export function fullName({ workspace, name }: ListedProcessor): string {
  return `${workspace}/${name}`;
}
