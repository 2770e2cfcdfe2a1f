import { entity, list, nothing } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { ApiError } from "../errors.ts";
import type { Schemas } from "../generated/schemas.ts";
import type { Call, Operations } from "../operation.ts";
import { paths } from "../paths.ts";
import { page } from "../query.ts";
import { listPrivateLinks, type StoredPrivateLink } from "./repository.ts";
import { changePrivateLink, createPrivateLink, removePrivateLink, requirePrivateLink, stateOf } from "./service.ts";
import { providerOf, vendorOf } from "./vendors.ts";

/** Private links (admin-api.md 9.6, 10.5): stored only, since what they lead to is in a cloud. */
export function privateLinkOperations(api: ApiDeps): Operations {
  const deps = { db: api.store.db, now: api.now ?? Date.now };

  const present = ({ id, ...link }: StoredPrivateLink) => {
    const complete = {
      provider: providerOf(link.settings),
      vendor: vendorOf(link.settings),
      state: stateOf({ id, ...link }, deps.now()),
    };
    return { ...link.settings, ...complete, _id: id } as Schemas["StreamsPrivateLinkConnection"];
  };
  const shown = (link: StoredPrivateLink) => entity(paths.privateLink(link.projectId, link.id), present(link));

  return {
    async listGroupStreamPrivateLinkConnections({ project, query }) {
      const wanted = page(query);
      const all = await listPrivateLinks(deps.db, project.id);
      return list(all.slice(wanted.offset, wanted.offset + wanted.limit).map(present), wanted, all.length);
    },

    /** The answer is what was sent, and its id: state and defaults are for later answers. */
    async createGroupStreamPrivateLinkConnection({ project, body }) {
      if (!body) throw new ApiError("MALFORMED_JSON");
      const link = await createPrivateLink(deps, project.id, body);
      return entity(paths.privateLink(project.id, link.id), { ...link.settings, _id: link.id });
    },

    async getGroupStreamPrivateLinkConnection(call) {
      return shown(await requirePrivateLink(deps.db, call.project.id, idOf(call)));
    },

    async updateGroupStreamPrivateLinkConnection(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      return shown(await changePrivateLink(deps, call.project.id, idOf(call), call.body));
    },

    async deleteGroupStreamPrivateLinkConnection(call) {
      await removePrivateLink(deps, call.project.id, idOf(call));
      return nothing;
    },
  };
}

function idOf({ parameters }: Call): string {
  return parameters["connectionId"]!;
}
