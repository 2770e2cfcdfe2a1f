import { entity, list, nothing } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { ApiError } from "../errors.ts";
import type { Call, Operations } from "../operation.ts";
import { paths } from "../paths.ts";
import { flag, page } from "../query.ts";
import { readBody } from "../read-body.ts";
import { requireWorkspace } from "../workspaces/service.ts";
import { PATIENCE, removeProcessor, startProcessor, stopProcessor } from "./lifecycle.ts";
import { presentNewProcessor, presentProcessor } from "./present.ts";
import { countProcessors, listProcessors } from "./repository.ts";
import { changeProcessor, createProcessor, type Located, type ProcessorPath, requireProcessor } from "./service.ts";

/** Stream processors (admin-api.md 2, 10.4). */
export function processorOperations(api: ApiDeps): Operations {
  const { runtime } = api;
  const { db } = api.store;
  const deps = { db, runtime, patience: api.patience ?? PATIENCE };

  const shown = async (call: Call, { workspace, processor }: Located) =>
    entity(
      paths.processor(call.project.id, workspace.name, processor.name),
      await presentProcessor(runtime, workspace, processor),
    );

  return {
    async getGroupStreamProcessors({ project, parameters, query }) {
      const wanted = page(query);
      const withCount = flag(query, "includeCount", true);
      const workspace = await requireWorkspace(db, project.id, parameters["tenantName"]!);
      const processors = await listProcessors(db, workspace.id, wanted);
      const results = await Promise.all(processors.map((processor) => presentProcessor(runtime, workspace, processor)));
      return list(results, wanted, await countProcessors(db, workspace.id), withCount);
    },

    async createGroupStreamProcessor(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      const workspace = call.parameters["tenantName"]!;
      const body = readBody("StreamsProcessor", call.body);
      const processor = await createProcessor(deps, call.project.id, workspace, body);
      return entity(paths.processor(call.project.id, workspace, processor.name), presentNewProcessor(processor));
    },

    async getGroupStreamProcessor(call) {
      return shown(call, await requireProcessor(db, pathOf(call)));
    },

    async updateGroupStreamProcessor(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      const change = readBody("StreamsModifyStreamProcessor", call.body, { change: true });
      return shown(call, await changeProcessor(deps, pathOf(call), change));
    },

    async deleteGroupStreamProcessor(call) {
      await removeProcessor(deps, pathOf(call));
      return nothing;
    },

    async startGroupStreamProcessor(call) {
      await startProcessor(deps, pathOf(call));
      return nothing;
    },

    async startGroupStreamProcessorWith(call) {
      const body = call.body && readBody("StreamsStartStreamProcessorWith", call.body);
      await startProcessor(deps, pathOf(call), body);
      return nothing;
    },

    async stopGroupStreamProcessor(call) {
      await stopProcessor(deps, pathOf(call));
      return nothing;
    },
  };
}

function pathOf({ project, parameters }: Call): ProcessorPath {
  return { projectId: project.id, workspace: parameters["tenantName"]!, processor: parameters["processorName"]! };
}
