import type { Kysely } from "kysely";

/** 0 or 1: the one spelling of a boolean that every database knows. */
type Flag = 0 | 1;

/** ISO 8601 in UTC with milliseconds, so that text order is time order. */
type Timestamp = string;

interface OrganizationTable {
  id: string;
  name: string;
  created_at: Timestamp;
}

interface ProjectTable {
  id: string;
  organization_id: string;
  name: string;
  created_at: Timestamp;
}

/** Key pairs for HTTP Digest. Only the sealed HA1 values are kept, never the private key (admin-api.md 7.2). */
interface ApiKeyTable {
  id: string;
  public_key: string;
  description: string;
  ha1_md5: string;
  ha1_sha256: string;
  created_at: Timestamp;
}

interface ServiceAccountTable {
  id: string;
  client_id: string;
  name: string;
  created_at: Timestamp;
}

/** Several secrets an account, so that one can be replaced while the other still works. `hash`: scrypt. */
interface ServiceAccountSecretTable {
  id: string;
  service_account_id: string;
  hash: string;
  created_at: Timestamp;
  expires_at: Timestamp | null;
}

/** Who holds which role where. `principal_id` is the id of an API key or a service account. */
interface RoleAssignmentTable {
  principal_id: string;
  scope: "organization" | "project";
  scope_id: string;
  role: string;
}

/** Keys that sign access tokens; `secret` is sealed. */
interface SigningKeyTable {
  id: string;
  secret: string;
  created_at: Timestamp;
}

interface RevokedTokenTable {
  /** `jti` of the token. */
  id: string;
  expires_at: Timestamp;
}

/** Single facts about the store itself, such as the sealed word that tells whether the master key is the right one. */
interface FactTable {
  name: string;
  value: string;
}

export interface WorkspaceTable {
  id: string;
  project_id: string;
  name: string;
  cloud_provider: string;
  region: string;
  tier: string;
  max_tier: string | null;
  /** JSON array of `{cloudProvider, region}`. */
  failover_regions: string;
  created_at: Timestamp;
}

export interface ConnectionTable {
  id: string;
  workspace_id: string;
  name: string;
  type: string;
  region: string;
  state: "PENDING" | "READY" | "DELETING" | "FAILED";
  /** JSON object of the settings that may be shown, in the order in which they came. */
  settings: string;
  /** JSON object: path of a secret setting → sealed value. */
  secrets: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** The part of a connection that differs in a failover region. */
export interface FailoverConnectionTable {
  id: string;
  connection_id: string;
  region: string;
  state: ConnectionTable["state"];
  settings: string;
  secrets: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface PrivateLinkTable {
  id: string;
  project_id: string;
  /** JSON object as it was sent. */
  settings: string;
  created_at: Timestamp;
  /** Of the creation or the latest PATCH; the state follows from it. */
  changed_at: Timestamp;
}

export interface LogLineTable {
  id: string;
  log: "audit" | "operational";
  at: Timestamp;
  project_id: string | null;
  /** Names, not ids: lines outlive what they tell of. */
  workspace: string | null;
  processor: string | null;
  /** JSON object. */
  line: string;
}

/** What the owner wants of a processor; `dropped`: deletion has begun and will be finished after a crash. */
export type DesiredState = "stopped" | "started" | "dropped";

/** Where a processor is (engine.md 1.2). */
export type StoredState = "CREATED" | "PROVISIONING" | "STARTED" | "STOPPING" | "STOPPED" | "FAILED";

export interface ProcessorTable {
  id: string;
  workspace_id: string;
  name: string;
  /** The pipeline's text, order-preserving; never re-serialised from values. */
  pipeline: string;
  /** JSON text of `options` as given; null when there were none. */
  options: string | null;
  tier: string | null;
  failover_enabled: Flag | null;
  desired_state: DesiredState;
  state: StoredState;
  error_code: number | null;
  error_message: string | null;
  error_retryable: Flag | null;
  /** Set by the first successful start. */
  has_started: Flag;
  /** The tier of the latest start. */
  effective_tier: string | null;
  /** 0 after a PATCH with `resumeFromCheckpoint: false`, until a start has begun afresh. */
  resume_from_checkpoint: Flag;
  /** 1 at first, one more for each change of the pipeline. */
  pipeline_version: number;
  created_at: Timestamp;
  updated_at: Timestamp;
  state_changed_at: Timestamp;
}

export interface Schema {
  organizations: OrganizationTable;
  projects: ProjectTable;
  api_keys: ApiKeyTable;
  service_accounts: ServiceAccountTable;
  service_account_secrets: ServiceAccountSecretTable;
  role_assignments: RoleAssignmentTable;
  signing_keys: SigningKeyTable;
  revoked_tokens: RevokedTokenTable;
  facts: FactTable;
  workspaces: WorkspaceTable;
  connections: ConnectionTable;
  failover_connections: FailoverConnectionTable;
  log_lines: LogLineTable;
  private_links: PrivateLinkTable;
  processors: ProcessorTable;
}

/** The store or a transaction on it: what repository functions work on. */
export type Database = Kysely<Schema>;
