import { invalid } from "../../errors.ts";
import { at, type ConnectionKind, requireText } from "./kind.ts";

/** Cluster: a MongoDB cluster, by its name in the cluster registry. */
export const cluster: ConnectionKind = {
  type: "Cluster",
  sealed: [],
  check(settings) {
    requireText(settings, "clusterName");
    const role = at(settings, ["dbRoleToExecute", "role"]);
    const type = at(settings, ["dbRoleToExecute", "type"]);
    if (typeof role !== "string" || role === "" || type === undefined) {
      throw invalid("at least one database role must be chosen: dbRoleToExecute needs role and type");
    }
  },
};
