import type { Subject } from "./repository.ts";

/** A request as the audit log tells of it. */
export interface AuditedRequest {
  method: string;
  /** Without the query. */
  path: string;
  address: string;
  userAgent: string | undefined;
  status: number;
  /** Of an error. */
  code: string | undefined;
}

const metadata = { version: "1.3.0", product: { name: "Millrace", vendor_name: "Millrace" } };

/** What a request does to its resource, by OCSF's numbers. */
const activities: Readonly<Record<string, readonly [number, string]>> = {
  GET: [2, "Read"],
  POST: [1, "Create"],
  PATCH: [3, "Update"],
  DELETE: [4, "Delete"],
};

/** POSTs that create nothing. */
const custom = /:(\w+)$/;

/** What everyone may send of whatever length is cut. */
const MOST_TEXT = 512;

/** An operation of the Admin API by a known caller: OCSF class 6003, API Activity (engine.md 8.3). Bodies are never in it. */
export function operationEntry(at: Date, request: AuditedRequest, operation: string, caller: Caller, subject: Subject): object {
  const method = request.method === "POST" ? custom.exec(request.path)?.[1] : undefined;
  const [id, name] =
    method && method !== "withSampleConnections" ? [99, method] : (activities[request.method] ?? [99, request.method]);
  return {
    ...entry(
      at,
      { category_uid: 6, category_name: "Application Activity", class_uid: 6003, class_name: "API Activity" },
      id,
      name,
      request,
    ),
    actor: { user: { uid: caller.id, name: caller.name } },
    api: { operation, response: { code: request.status, error: request.code } },
    resources: resourcesOf(subject),
  };
}

interface Kind {
  category_uid: number;
  category_name: string;
  class_uid: number;
  class_name: string;
}

/** A failed login: OCSF class 3002, Authentication. `name` as it was claimed. */
export function loginEntry(at: Date, request: AuditedRequest, protocol: string, name: string | undefined): object {
  const kind = { category_uid: 3, category_name: "Identity & Access Management", class_uid: 3002, class_name: "Authentication" };
  return { ...entry(at, kind, 1, "Logon", request), auth_protocol: protocol, user: { name: publicName(name) } };
}

interface Caller {
  id: string;
  name: string | undefined;
}

function entry(at: Date, kind: Kind, activity: number, name: string, request: AuditedRequest): object {
  const success = request.status < 400;
  return {
    ...kind,
    activity_id: activity,
    activity_name: name,
    type_uid: kind.class_uid * 100 + activity,
    time: at.getTime(),
    metadata,
    severity_id: success ? 1 : 2,
    status: success ? "Success" : "Failure",
    status_id: success ? 1 : 2,
    status_code: String(request.status),
    src_endpoint: { ip: request.address },
    http_request: {
      http_method: request.method,
      url: { path: request.path.slice(0, MOST_TEXT) },
      user_agent: request.userAgent?.slice(0, MOST_TEXT),
    },
  };
}

function resourcesOf({ projectId, workspace, processor }: Subject): object[] {
  const named = { project: projectId, workspace, processor };
  return Object.entries(named).flatMap(([type, name]) => (name === undefined ? [] : [{ type, name }]));
}

/** A name that looks like one of ours; whatever else was given as a name may be a secret in the wrong place. */
function publicName(name: string | undefined): string | undefined {
  return name !== undefined && /^(?:[a-z]{8}|mdb_sa_id_[0-9a-f]{24})$/.test(name) ? name : undefined;
}
