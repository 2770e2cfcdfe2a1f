/** Roles that a credential can hold in a project (admin-api.md 2). */
export type ProjectRole =
  | "GROUP_OWNER"
  | "GROUP_STREAM_PROCESSING_OWNER"
  | "GROUP_STREAM_PROCESSING_MANAGER"
  | "GROUP_DATA_ACCESS_ADMIN"
  | "GROUP_DATA_ACCESS_READ_WRITE"
  | "GROUP_DATA_ACCESS_READ_ONLY"
  | "GROUP_READ_ONLY";

/** Roles that a credential can hold in an organisation; they reach every project in it. */
export type OrganizationRole = "ORG_OWNER" | "ORG_STREAM_PROCESSING_ADMIN" | "ORG_READ_ONLY";

export type Role = ProjectRole | OrganizationRole;
